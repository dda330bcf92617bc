import { invalid } from "./fault";
import type { FakeInstance, Fleet } from "./fleet";
import { element } from "./xml";

const namespace = "http://ec2.amazonaws.com/doc/2016-11-15/";

/** Answers DescribeInstances and DescribeInstanceStatus of the EC2 query API. `pageSize` lowers what a page may hold. */
export function answerEc2(fleet: Fleet, action: string, form: URLSearchParams, pageSize = Infinity): string {
    if (action === "DescribeInstanceStatus") return statuses(fleet, form);
    if (action !== "DescribeInstances") throw invalid(`EC2 has no action ${action} here.`);
    const asked = Number(form.get("MaxResults"));
    if (!(asked >= 5 && asked <= 1000)) throw invalid("MaxResults must be from 5 to 1000.");
    const filters = filtersOf(form);
    const found = [...fleet.instances].filter(([id, instance]) =>
        filters.every(({ name, values }) => values.includes(fact(name, id, instance))),
    );
    const start = Number(form.get("NextToken") ?? 0);
    const end = start + Math.min(asked, pageSize);
    const items = found.slice(start, end).map(([id, instance]) => {
        const set = element("instancesSet", element("item", instanceXml(id, instance)));
        return element("item", set);
    });
    const next = element("nextToken", end < found.length ? end : undefined);
    const body = element("reservationSet", items.join("")) + next;
    return `<DescribeInstancesResponse xmlns="${namespace}">${body}</DescribeInstancesResponse>`;
}

/** Instances that pass both checks, among those that are asked for by id. */
function statuses(fleet: Fleet, form: URLSearchParams): string {
    const names = filtersOf(form).map(({ name, values }) => `${name}=${values.join()}`);
    if (names.sort().join(" ") !== "instance-status.status=ok system-status.status=ok")
        throw invalid("Unexpected filters.");
    const ids = [...form].filter(([key]) => key.startsWith("InstanceId.")).map(([, id]) => id);
    if (ids.length > 100) throw invalid("DescribeInstanceStatus takes 100 ids.");
    const items = ids
        .filter((id) => fleet.instances.get(id)?.sound === true)
        .map((id) => element("item", element("instanceId", id)));
    const body = element("instanceStatusSet", items.join(""));
    return `<DescribeInstanceStatusResponse xmlns="${namespace}">${body}</DescribeInstanceStatusResponse>`;
}

function filtersOf(form: URLSearchParams): { name: string; values: string[] }[] {
    const filters: { name: string; values: string[] }[] = [];
    for (let index = 1; form.has(`Filter.${index}.Name`); index += 1) {
        const prefix = `Filter.${index}.Value.`;
        const values = [...form].filter(([key]) => key.startsWith(prefix)).map(([, value]) => value);
        if (values.length === 0 || values.length > 200) throw invalid("A filter has 1 to 200 values.");
        filters.push({ name: form.get(`Filter.${index}.Name`) ?? "", values });
    }
    if (filters.length === 0) throw invalid("The registrar must not list all instances.");
    return filters;
}

function fact(filter: string, id: string, { state, group }: FakeInstance): string {
    if (filter === "instance-id") return id;
    if (filter === "instance-state-name") return state;
    if (filter === "tag:aws:autoscaling:groupName") return group;
    throw invalid(`Unexpected filter ${filter}.`);
}

function instanceXml(id: string, { state, publicIp, privateIp, ipv6 }: FakeInstance): string {
    return [
        element("instanceId", id),
        element("instanceState", element("name", state)),
        element("ipAddress", publicIp),
        element("privateIpAddress", privateIp),
        element("ipv6Address", ipv6),
        element("instanceType", "c7g.xlarge"),
        element("placement", element("availabilityZone", "eu-west-1b")),
    ].join("");
}
