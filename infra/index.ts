import * as pulumi from "@pulumi/pulumi";
import { MediaCluster } from "./cluster";
import { loadConfig } from "./config/load";
import { stackOutputs } from "./outputs";

const config = loadConfig();
const cluster = new MediaCluster(pulumi.getStack(), config);

// The engine warns of every output without a value.
export = Object.fromEntries(Object.entries(stackOutputs(config, cluster)).filter(([, value]) => value !== undefined));
