import { getAmiOutput } from "@pulumi/aws/ec2";
import * as pulumi from "@pulumi/pulumi";
import type { Image } from "./config/schema";

export interface ImageChoice {
    readonly id: pulumi.Output<string>;
    /** Device of the disk that the system is on, which differs from publisher to publisher. */
    readonly rootDevice: pulumi.Output<string>;
    /**
     * Inputs that later changes of the image must not touch. A look-up chooses the image of a new group or server; after
     * that the newest image is another one every few weeks, and an upgrade is a decision: it is made by setting `id`.
     */
    readonly ignoreChanges: string[];
}

/** Where most images have their system; for those of which nothing is known. */
const USUAL_ROOT = "/dev/sda1";

/**
 * @param key key of the image in the configuration, for messages: `groups.edge.image`
 * @param property input of the resource that takes the image
 * @throws pulumi.RunError when the image is for other processors than the configuration says
 */
export function chooseImage(
    image: Image,
    key: string,
    property: "imageId" | "ami",
    opts: pulumi.InvokeOptions,
): ImageChoice {
    const { id, owners, name, productCode, architecture } = image;
    if (id !== undefined) {
        const filters = [{ name: "image-id", values: [id] }];
        const found = getAmiOutput({ filters, includeDeprecated: true }, opts);
        const checked = pulumi.all([found.architecture, found.rootDeviceName]).apply(([own, device]) => {
            const fault = architectureFault(own, architecture);
            if (fault !== undefined) throw new pulumi.RunError(`${pulumi.getProject()}:${key}.id is "${id}", ${fault}`);
            return device || USUAL_ROOT;
        });
        return { id: checked.apply(() => id), rootDevice: checked, ignoreChanges: [] };
    }
    if (owners === undefined || name === undefined) throw new Error("An image needs an id, or owners and name.");
    const filters = {
        name,
        architecture,
        state: "available",
        "root-device-type": "ebs",
        ...(productCode !== undefined && { "product-code": productCode }),
    };
    const found = getAmiOutput(
        {
            owners,
            mostRecent: true,
            filters: Object.entries(filters).map(([filter, value]) => ({ name: filter, values: [value] })),
        },
        opts,
    );
    return { id: found.id, rootDevice: found.rootDeviceName, ignoreChanges: [property] };
}

/**
 * Rest of a sentence about an image; `undefined` when it fits.
 *
 * @param own architecture of the image; absent where nobody can know it, as in an offline preview
 */
export function architectureFault(own: string | undefined, wanted: Image["architecture"]): string | undefined {
    return own === undefined || own === "" || own === wanted
        ? undefined
        : `an image for ${own}; image.architecture says ${wanted}.`;
}
