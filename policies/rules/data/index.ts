import type { Rule } from "../../rule";
import { mongoDurableAndPrivate } from "./mongo-durable-and-private";
import { secretsInSecretStores } from "./secrets-in-secret-stores";

export const dataRules: readonly Rule[] = [mongoDurableAndPrivate, secretsInSecretStores];
