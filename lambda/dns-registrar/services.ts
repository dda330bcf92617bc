import { AutoScalingClient } from "@aws-sdk/client-auto-scaling";
import { EC2Client } from "@aws-sdk/client-ec2";
import { Route53Client } from "@aws-sdk/client-route-53";
import { Groups } from "./auto-scaling";
import { Instances } from "./ec2";
import type { Services } from "./look";
import { type Clock, RateLimiter } from "./pace";
import { Zone } from "./route53";
import type { Settings } from "./settings";

/** One try per call, because the registrar retries itself and knows its deadline. Times in milliseconds. */
const clientOptions = {
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 2000, requestTimeout: 10_000, throwOnRequestTimeout: true },
};

/** Clients of the three services, with region and credentials from the environment of the function. */
export function connectServices(settings: Settings, clock: Clock): Services {
    return {
        groups: new Groups(new AutoScalingClient(clientOptions), settings.ownerId),
        instances: new Instances(new EC2Client(clientOptions), settings.address),
        zone: new Zone(new Route53Client(clientOptions), new RateLimiter(clock), settings),
    };
}
