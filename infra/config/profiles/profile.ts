import type { z } from "zod";
import type { clusterSchema } from "../schema";

/** A value with any of its keys left out; lists are given whole. */
type Partially<T> = T extends readonly (infer Element)[]
    ? readonly Partially<Element>[]
    : T extends object
      ? { readonly [Key in keyof T]?: Partially<T[Key]> }
      : T;

type Settings = Partially<Omit<z.input<typeof clusterSchema>, "profile">>;
type Each<Key extends "groups" | "hosts"> = NonNullable<Settings[Key]>[string];

/** Defaults of a kind of cluster, in the form of the stack file. What has no safe default is left out. */
export interface Profile {
    readonly defaults: Settings;
    /** Laid over the defaults where the stack file gives neither a domain nor a certificate, so that there is no TLS. */
    readonly withoutCertificate?: Settings;
    /** Defaults of every group, those that a stack file adds included. */
    readonly everyGroup?: Each<"groups">;
    /** Defaults of every stream. */
    readonly everyStream?: NonNullable<Settings["streams"]>[number];
    /** Defaults of all hosts, whatever they are called. */
    readonly everyHost?: Each<"hosts">;
}
