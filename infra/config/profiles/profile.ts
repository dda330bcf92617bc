import type { z } from "zod";
import type { clusterSchema } from "../schema";

/** A value with any of its keys left out; lists are given whole. */
type Partially<T> = T extends readonly (infer Element)[]
    ? readonly Partially<Element>[]
    : T extends object
      ? { readonly [Key in keyof T]?: Partially<T[Key]> }
      : T;

/** Defaults of a kind of cluster, in the form of the stack file. What has no safe default is left out. */
export type ProfileDefaults = Partially<Omit<z.input<typeof clusterSchema>, "profile">>;
