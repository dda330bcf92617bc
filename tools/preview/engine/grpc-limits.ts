const LARGEST_MESSAGE = 400 * 1024 * 1024;

/** Limits of the Pulumi SDK: user data and whole stacks do not fit into the 4 MiB that gRPC allows by default. */
export const MESSAGE_LIMITS = {
    "grpc.max_receive_message_length": LARGEST_MESSAGE,
    "grpc.max_send_message_length": LARGEST_MESSAGE,
};
