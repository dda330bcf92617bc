import { createHash } from "node:crypto";

/** A recorded machine image: what `describe-images` says about it. */
export interface Image {
    readonly name: string;
    readonly owner: string;
    readonly ownerAlias?: string;
    readonly architecture: "x86_64" | "arm64";
    readonly creationDate: string;
}

/** Account numbers of the publishers. Source: the vendors' pages on finding their images. */
const marketplace = { owner: "679593333241", ownerAlias: "aws-marketplace" };
const amazon = { owner: "137112412989", ownerAlias: "amazon" };
const canonical = { owner: "099720109477" };

const ubuntu = "ubuntu/images/hvm-ssd";

export const images: readonly Image[] = [
    {
        ...marketplace,
        name: "AntMedia-AWS-Marketplace-EE-2.14.0",
        architecture: "x86_64",
        creationDate: "2025-05-20T10:00:00.000Z",
    },
    ...(["x86_64", "arm64"] as const).map((architecture) => ({
        ...amazon,
        name: `al2023-ami-2023.7.20250512.0-kernel-6.1-${architecture}`,
        architecture,
        creationDate: "2025-05-12T10:00:00.000Z",
    })),
    ...(["x86_64", "arm64"] as const).flatMap((architecture) => {
        const suffix = `${architecture === "x86_64" ? "amd64" : "arm64"}-server-20250516`;
        const creationDate = "2025-05-16T10:00:00.000Z";
        return [
            { ...canonical, name: `${ubuntu}/ubuntu-jammy-22.04-${suffix}`, architecture, creationDate },
            { ...canonical, name: `${ubuntu}-gp3/ubuntu-noble-24.04-${suffix}`, architecture, creationDate },
        ];
    }),
];

/** Identifier of an image: each Region has its own, the same in every preview. */
export function imageId(image: Image, region: string): string {
    return `ami-0${createHash("sha1").update(`${region} ${image.name}`).digest("hex").slice(0, 16)}`;
}

export interface ImageSearch {
    readonly owners: readonly string[];
    readonly filters: readonly { readonly name: string; readonly values: readonly string[] }[];
    readonly nameRegex?: string;
}

/** Recorded images that match the search, newest first. */
export function findImages(search: ImageSearch, region: string): Image[] {
    const found = images.filter(
        (image) =>
            ownedBy(image, search.owners) &&
            (search.nameRegex === undefined || new RegExp(search.nameRegex).test(image.name)) &&
            search.filters.every(({ name, values }) => values.some((value) => matches(image, name, value, region))),
    );
    return found.sort((a, b) => b.creationDate.localeCompare(a.creationDate));
}

function ownedBy(image: Image, owners: readonly string[]): boolean {
    return owners.length === 0 || owners.some((owner) => owner === image.owner || owner === image.ownerAlias);
}

/** Filters about hardware hold for every recorded image; filters that nobody knows match none. */
function matches(image: Image, filter: string, value: string, region: string): boolean {
    const facts: Record<string, string> = {
        name: image.name,
        architecture: image.architecture,
        "owner-id": image.owner,
        "owner-alias": image.ownerAlias ?? "",
        "image-id": imageId(image, region),
        state: "available",
        "image-type": "machine",
        "virtualization-type": "hvm",
        "root-device-type": "ebs",
        "product-code": image.owner === marketplace.owner ? "4wh7rhpic3wfwamyp5905tsbt" : "",
    };
    return wildcard(value).test(facts[filter] ?? "");
}

/** AWS filters know `*` for any text and `?` for one character. */
function wildcard(pattern: string): RegExp {
    const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&");
    return new RegExp(`^${escaped.replace(/\*/g, ".*").replace(/\?/g, ".")}$`);
}
