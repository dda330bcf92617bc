// Does what the Lambda runtime does, in a process of its own: loads the bundle once, and calls its handler once per message.
const { goOnTo, now } = require("./own-time.cjs");

const timeout = 120_000;
const { handler } = require(process.argv[2]);

process.on("message", async ({ id, event, time }) => {
    goOnTo(time);
    const until = now() + timeout;
    const context = {
        awsRequestId: id,
        functionName: "registrar",
        memoryLimitInMB: "256",
        getRemainingTimeInMillis: () => until - now(),
    };
    const outcome = await handler(event, context).then(
        (answer) => ({ answer }),
        (error) => ({ error: `${error.name}: ${error.message}` }),
    );
    process.send({ id, ...outcome, time: now(), peak: process.resourceUsage().maxRSS * 1024 });
});
