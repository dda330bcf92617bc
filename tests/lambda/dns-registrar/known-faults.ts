/** A test: its file below `tests`, and its title, with `…` where the title is made of more. */
export type TestReference = readonly [file: string, title: string];

/** A fault of a public project for the same task, or a property of AWS, and the tests that show that it does no harm here. */
export interface KnownFault {
    readonly source: string;
    /** What must hold. */
    readonly holds: string;
    readonly tests: readonly [TestReference, ...TestReference[]];
}

const registrar = (file: string, title: string): TestReference => [`lambda/dns-registrar/${file}.test.ts`, title];
const here = (title: string) => registrar("faults-of-others", title);
const infra = (file: string, title: string): TestReference => [`infra/${file}.test.ts`, title];
const policies = (file: string, title: string): TestReference => [`policies/rules/${file}.test.ts`, title];
const storms = (file: string, title: string): TestReference => [`lambda/storms/${file}.test.ts`, title];
const notifier = (file: string, title: string): TestReference => [`lambda/notifier/${file}.test.ts`, title];

function fault(source: string, holds: string, ...tests: [TestReference, ...TestReference[]]): KnownFault {
    return { source, holds, tests };
}

const meltwater = "meltwater/terraform-aws-asg-dns-handler";
const alexTsbk = "alex-tsbk/terraform-aws-asg-dns-discovery";
const greenfield = "GreenfieldTech/lambda-route53-updates";
const bigBlueButton = "aws-samples/aws-scalable-big-blue-button-example";
const ddns = "aws-samples/aws-lambda-ddns-function";
const externalDns = "kubernetes-sigs/external-dns";

/** In the order in which they were collected. */
export const knownFaults: readonly KnownFault[] = [
    fault(
        `${meltwater} issue 27`,
        "a launch without an address is tried again and never abandoned",
        here("meltwater, issue 27: nothing in the function can abandon a launch"),
        registrar("readiness", "returns the message of a node that gets no address, and serves the others at once"),
    ),
    fault(
        `${meltwater} issue 38`,
        "zone and names that disagree change nothing",
        here("meltwater, issue 38: a domain outside the zone is refused, changes nothing there, and is reported"),
        infra("dns/node-zone", "is a public zone for node names alone (…)"),
    ),
    fault(
        `${meltwater} issue 54`,
        "the TTL is configured and 60 by default",
        registrar("settings", "have a TTL of 60 s unless one is given"),
    ),
    fault(
        `${meltwater} code`,
        "a neighbour in the listing is not the record",
        here("meltwater, code: the next name of the listing is never taken for a record that is not there"),
    ),
    fault(
        `${meltwater} code`,
        "a record that is absent at the end of the zone is success",
        registrar("zone/zone", "lists nothing in an empty zone"),
        registrar("queue", "leaves nothing behind for a node that was terminated before its launch was heard of"),
    ),
    fault(
        `${meltwater} code`,
        "a delete uses the TTL that stands in the zone",
        registrar("plan/record-plan", "uses the TTL and the values that stand in the zone for a delete"),
    ),
    fault(
        `${meltwater} code`,
        "every message of an invocation is served",
        registrar("queue", "answers three messages of three nodes with one change call"),
    ),
    fault(
        `${meltwater} code`,
        "an unknown transition is ignored and counted",
        registrar("queue", "acknowledges and counts tests, errors and what it does not understand, without a run"),
    ),
    fault(
        `${meltwater} code`,
        "a classic notification without transition is processed",
        registrar("messages/events", "can be classic notifications without origin and destination"),
        registrar("queue", "publishes address and mark of a node that came into service"),
    ),
    fault(
        `${meltwater} code`,
        "wrong configuration is an error at the start",
        registrar("settings", "name everything that is wrong at once"),
        registrar("bundle", "does not start with wrong settings"),
    ),
    fault(
        `${meltwater} code`,
        "filling a pool publishes nothing",
        registrar("queue", "publishes nothing while a pool is filled"),
    ),
    fault(`${meltwater} code`, "throttling is waited for", registrar("faults", "gets through five throttled changes")),
    fault(
        `${meltwater} set-up`,
        "a stack without dead letters, with a retired runtime or with rights to everything is refused",
        policies("functions/dns-function-reliability", "a runtime that the code is not tested with"),
        policies("functions/dns-function-least-privilege", "everything by a policy of AWS"),
    ),
    fault(
        `${alexTsbk} code`,
        "every transition of a warm pool is told apart",
        registrar("plan/record-plan-by-state", "is right for … (… to …)"),
    ),
    fault(
        `${alexTsbk} code`,
        "hooks of transitions without a record are completed",
        registrar("plan/hooks", "are completed late for a node in … that did not, never early"),
        registrar("plan/hooks", "are completed at once for a node that leaves the pool for good"),
    ),
    fault(
        `${alexTsbk} code`,
        "a lease that is taken loses no event",
        registrar("one-at-a-time", "leave their events to the run that holds the lease, and end without a call"),
    ),
    fault(
        `${alexTsbk} code`,
        "a lease ends with its run, or 150 s later",
        registrar("one-at-a-time", "give the lease back, also when they break"),
        registrar("store/lease", "is free again 150 s after its run crashed"),
        storms("crashes", "after it took the lease"),
    ),
    fault(`${alexTsbk} code`, "names are compared in one form", registrar("zone/names", "compare … as …")),
    fault(
        `${alexTsbk} code`,
        "slow nodes do not delay a ready one",
        here("alex-tsbk, code: fifty nodes that are not ready hold up neither a ready one nor the run"),
    ),
    fault(
        `${alexTsbk} code`,
        "an address that is gone is not needed to withdraw",
        registrar("queue", "withdraws both when the node is terminated"),
    ),
    fault(
        `${greenfield} code`,
        "launches at the same time keep each other's records",
        registrar("one-at-a-time", "publish all of a hundred launches whose events come in parallel"),
    ),
    fault(
        `${greenfield} set-up`,
        "the function has 256 MB",
        infra("dns/dns-registrar", "tells the function its zone, names, mark and table, and no secret (…)"),
    ),
    fault(
        `${greenfield} code`,
        "waiting for name servers is bounded",
        registrar("announcements/announcing", "wait at most 90 s, and come with the next run then"),
    ),
    fault(
        `${bigBlueButton} issue 24`,
        "the record of a node that was killed goes by itself",
        registrar("direct", "let go of a young node that EC2 says is terminated, without any event"),
        storms("storms", "find everything by the schedule when every event is lost"),
    ),
    fault(
        `${bigBlueButton} issues 14 and 40`,
        "a drain holds until the node is empty or its time is over",
        registrar(
            "plan/hooks",
            "wait for the drain, extended every four minutes, until the limit: then the name goes first",
        ),
        infra(
            "nodes/agent/agent",
            "cordons, keeps the hook waiting while there are sessions, and completes it when they have ended",
        ),
    ),
    fault(
        `${bigBlueButton} issues 1 and 95`,
        "the zone of the node names is delegated",
        infra("dns/node-zone", "is delegated from the zone above it (…)"),
    ),
    fault(
        `${bigBlueButton} code`,
        "a node may not change the zone",
        policies("compute/instance-role-without-dns", "a role that changes records"),
    ),
    fault(
        `${ddns} issue 18`,
        "a replaced node leaves no record",
        registrar(
            "convergence",
            "shows exactly the nodes in service after two runs of the schedule with nothing in a drain",
        ),
    ),
    fault(
        `${ddns} issue 42`,
        "the state is right when all events are dropped",
        storms("storms", "find everything by the schedule when every event is lost"),
    ),
    fault(
        `${ddns} issue 3 and pull request 6`,
        "no decision rests on tags that may come late",
        here("aws-lambda-ddns-function, issue 3: no tag of an instance is needed to publish or withdraw it"),
    ),
    fault(
        `${ddns} pull request 1`,
        "a hundred events at the same time are a hundred records",
        registrar("one-at-a-time", "publish all of a hundred launches whose events come in parallel"),
    ),
    fault(
        "amazon-archives/service-discovery-ecs-dns issue 11",
        "a termination before its launch leaves nothing",
        registrar("queue", "leaves nothing behind for a node that was terminated before its launch was heard of"),
        storms("storms", "leave nothing behind when terminations arrive before launches"),
    ),
    fault(
        "RainaWLK/autoscaling_event",
        "every order of events ends the same",
        registrar(
            "queue",
            "ends in the same state for every order of launch hook, launch, terminate hook and terminate",
        ),
    ),
    fault(
        `${externalDns} issues 1862, 1588, 3336, 5846, 685 and 6617`,
        "two deployments never delete each other's records",
        infra("dns/dns-registrar", "marks the domain as its own without taking over another's mark (…)"),
        registrar("convergence", "never touches a foreign record"),
    ),
    fault(
        `${externalDns} issues 104, 421 and 1517`,
        "one bad record does not stop the others",
        registrar("faults", "applies the others, isolates the culprit and returns its message"),
    ),
    fault(
        `${externalDns} pull request 1209`,
        "address and mark stay together",
        registrar("zone/batches", "keep every limit, every group whole and the order, and waste no call"),
    ),
    fault(
        `${externalDns} issue 731`,
        "2,000 publications keep the limit of characters",
        registrar("zone/batches", "are four for 2,000 publications, because of the elements"),
        registrar("zone/batches", "close at 30,000 characters"),
    ),
    fault(
        `${externalDns} issues 368, 515, 2537 and 3203`,
        "no batch breaks a limit",
        registrar("zone/batches", "keep every limit, every group whole and the order, and waste no call"),
        storms("limit-proxy", "takes 1,000 elements and 32,000 characters, and counts an UPSERT twice"),
    ),
    fault(
        `${externalDns} issues 3007, 3217, 2421 and 2793`,
        "a record that exists already is read again, not created for ever",
        registrar("zone/apply", "reads again after a refusal and sends what is still missing"),
        registrar("faults", "finds its change made when only the answer was lost"),
    ),
    fault(
        `${externalDns} issues 891 and 1293`,
        "only the configured zone is listed",
        here("external-dns, issues 891 and 1293: of Route 53, only the one zone is ever asked for"),
    ),
    fault(
        `${externalDns} issue 3217, a comment`,
        "without a mark nothing is deleted",
        registrar("plan/record-plan", "neither touches nor adds to …"),
    ),
    fault(
        "rancher issue 3257",
        "many additions are few calls, at a steady rate",
        registrar("pace", "lets five calls start at once and then three a second"),
        registrar("direct", "publish 1,000 launches with 2 change calls, and leave them with none and 7 list calls"),
        storms("storms", "get through when other tools of the account leave one request a second"),
    ),
    fault(
        "gardener/external-dns-management pull request 50",
        "incomplete reads delete nothing",
        registrar("faults", "deletes nothing and returns the message when the … cannot be read"),
    ),
    fault(
        "kops issue 16582, aws-cdk issues 7712 and 16356, spinnaker issue 5001",
        "nodes that start before the hooks are found",
        infra("dns/registrar-runs", "compares once, and again when something it depends on is another (…)"),
        registrar("direct", "find nodes that no event told of"),
    ),
    fault(
        "terraform-aws-autoscaling pull request 38",
        "the end of a cluster leaves no record",
        registrar("modes", "withdraw all names without guards when the cluster goes, and tell the application"),
        infra(
            "dns/dns-registrar",
            "removes all names when it goes, after the mark and the notifier were there before (…)",
        ),
    ),
    fault(
        "elastic-ci-stack issues 838 and 966, aws-codedeploy-agent issue 390",
        "a node of the pool is never announced",
        registrar("convergence", "never announces a node before its name, or a node of the pool"),
    ),
    fault(
        "Jitsi autoscaler, risk review",
        "partial answers are not taken for whole ones, and many deletes at once are refused",
        registrar("plan/delete-guards", "stop every delete after an incomplete read, whatever backs it (…)"),
        registrar("plan/delete-guards", "refuse 12 of 40 inferred deletes while the group wants 40"),
    ),
    fault(
        "AWS",
        "a doubled event is one change",
        registrar("queue", "makes one change call for an event that arrives three times, raw and wrapped"),
    ),
    fault(
        "AWS",
        "a test notification is ignored",
        registrar("queue", "acknowledges and counts tests, errors and what it does not understand, without a run"),
    ),
    fault("AWS", "status codes decide nothing", registrar("messages/events", "are not judged by the status code …")),
    fault(
        "AWS",
        "a stopped pool node has no record, whatever its event leaves out",
        registrar(
            "queue",
            "publishes nothing for a stopped pool node of which the event does not tell the destination",
        ),
    ),
    fault(
        "AWS",
        "metadata that are missing and details as text are read",
        registrar("messages/events", "are read with …"),
    ),
    fault(
        "AWS",
        "raw and wrapped messages are the same",
        registrar("messages/events", "say … by …, raw and wrapped alike"),
    ),
    fault(
        "AWS",
        "a node that comes back from the pool is a new publication",
        registrar("announcements/announcing", "tell of a node that comes out of the pool twice, as two generations"),
        registrar(
            "queue",
            "keeps the name during the drain on the way to the pool, withdraws it there, and publishes the next start anew",
        ),
    ),
    fault(
        "AWS",
        "a drain on the way to the pool keeps the record until it is over",
        registrar(
            "plan/hooks",
            "are completed once for a return to the pool whose drain took too long, and the name goes first",
        ),
    ),
    fault(
        "AWS",
        "a change in flight is waited for, in order",
        registrar("faults", "waits for the change before it, in order"),
        storms("limit-proxy", "refuses a change while the zone has one in flight"),
    ),
    fault(
        "AWS",
        "a foreign address stays, a mark without address is repaired",
        registrar("faults", "leaves a foreign address at a node's name alone, and does not try again"),
        registrar("faults", "repairs a mark without address"),
    ),
    fault(
        "AWS",
        "an empty or partial answer deletes nothing",
        registrar("direct", "refuse to empty a group that wants 40 nodes"),
        registrar("faults", "deletes nothing but publishes when the second of two pages of groups cannot be read"),
    ),
    fault(
        "AWS",
        "a group that shrinks to nothing loses all names",
        registrar("plan/delete-guards", "let an empty group that wants no nodes lose all its records"),
        storms("storms", "show exactly the nodes of … launches with at most 3 changes, and none after their end"),
    ),
    fault(
        "AWS",
        "a third that is missing without events is refused until somebody allows it",
        registrar("modes", "refuse to delete 12 of 40 names at once until somebody allows it, for one run"),
    ),
    fault(
        "Webhooks",
        "a delivery counts once, a refusal ends at once, a slow receiver leaves DNS alone, a wrong secret or clock is refused",
        notifier("notifier", "delivers once after two answers of 500, with the same key and the waits of the schedule"),
        notifier("notifier", "moves an announcement answered with … to the dead letters at once"),
        registrar(
            "announcements/announcing",
            "come with the next run when the queue is down, and names do not wait for that",
        ),
        ["docs/webhook-receiver.test.ts", "a request that was signed with the wrong secret"],
        ["docs/webhook-receiver.test.ts", "a request while its clock is 10 minutes behind"],
    ),
    fault(
        "AWS",
        "failed launches and terminations are told and change nothing",
        registrar("announcements/announcing", "tell of failed launches and terminations, and change nothing else"),
    ),
    fault(
        "AWS",
        "while a group replaces another, both are served, and old records leave with old nodes",
        registrar("direct", "serve two groups at once"),
        registrar("queue", "lets a name go whose group vanished first, once EC2 says its instance is gone"),
    ),
];
