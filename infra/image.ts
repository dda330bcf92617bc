import { getAmiOutput } from "@pulumi/aws/ec2";
import * as pulumi from "@pulumi/pulumi";
import type { Image } from "./config/schema";

export interface ImageChoice {
    readonly id: pulumi.Output<string>;
    /**
     * Inputs that later changes of the image must not touch. A look-up chooses the image of a new group or server; after
     * that the newest image is another one every few weeks, and an upgrade is a decision: it is made by setting `id`.
     */
    readonly ignoreChanges: string[];
}

/** @param property Input of the resource that takes the image. */
export function chooseImage(image: Image, property: "imageId" | "ami", opts: pulumi.InvokeOptions): ImageChoice {
    const { id, owners, name, productCode, architecture } = image;
    if (id !== undefined) return { id: pulumi.output(id), ignoreChanges: [] };
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
    return { id: found.id, ignoreChanges: [property] };
}
