import * as assert from "node:assert/strict";
import { clusterJoins } from "../../../policies/parse/cluster-join";

const join = "./change_server_mode.sh cluster";

describe("clusterJoins", () => {
    const accepted = [
        `${join} "$uri"`,
        `${join} "\${uri}"`,
        `${join} "$1"`,
        `${join} "\${MONGO_URI:?no URI}"`,
        `${join} "\${uri?}"`,
        `${join} "mongodb://mongo-1:27017"`,
        `${join} "mongodb+srv://cluster0.example.mongodb.net/db?retryWrites=false"`,
        `${join} "redis://cache.example.com:6379"`,
        `${join} "mongodb://media@mongo-1"`,
        `${join} "mongodb://media:$password@mongo-1,mongo-2"`,
        `${join} "mongodb://media:\${password}@mongo-1"`,
        `${join}\t "$uri" nat`,
        `${join} "$uri"; reboot`,
        `${join} "$uri"&& reboot`,
        `${join} "$uri"| tee log`,
        `(${join} "$uri")`,
        `bash -c '${join} "$uri"'`,
        `sudo /usr/local/antmedia/change_server_mode.sh  cluster "$uri"`,
        `"$home/change_server_mode.sh" "cluster" "$uri"`,
        `'/opt/change_server_mode.sh' 'cluster' "$uri"`,
        './change_server_mode.sh cluster \\\n    "$uri"',
    ];
    for (const command of accepted)
        it(`takes ${JSON.stringify(command)}`, () => assert.deepEqual(clusterJoins(command), [true]));

    const refused = [
        join,
        `${join} `,
        `${join} ""`,
        `${join}\n"$uri"`,
        `${join} $uri`,
        `${join} '$uri'`,
        `${join} "$uri`,
        `${join} x "$uri"`,
        `${join}"$uri"`,
        `${join} "$(get-uri)"`,
        `${join} "\${uri:-mongodb://localhost}"`,
        `${join} "\${uri}/db"`,
        `${join} "$uri/db"`,
        `${join} "x$uri"`,
        `${join} "$uri"/db`,
        `${join} "mongodb://"$host`,
        `${join} "mongodb://"`,
        `${join} mongodb://mongo-1`,
        `${join} 'mongodb://mongo-1'`,
        `${join} "10.0.0.7"`,
        `${join} "localhost"`,
        `${join} "mongo.example.com:27017"`,
        `${join} "rediss://cache.example.com"`,
        `${join} "mongodb+x://mongo-1"`,
        `${join} "xmongodb://mongo-1"`,
        `${join} "mongodb:mongo-1"`,
        `${join} "mongodb://media:swordfish@mongo-1"`,
        `${join} "redis://:swordfish@cache"`,
    ];
    for (const command of refused)
        it(`refuses ${JSON.stringify(command)}`, () => assert.deepEqual(clusterJoins(command), [false]));

    const others = [
        "",
        "./change_server_mode.sh standalone",
        `# ${join} localhost`,
        "./change_server_mode.sh clustered x",
        "./change_server_mode_sh cluster x",
        "./exchange_server_mode.sh cluster x",
        "./change_server_mode.shcluster x",
    ];
    for (const command of others) {
        it(`sees no command in ${JSON.stringify(command)}`, () => assert.deepEqual(clusterJoins(command), []));
    }

    it("judges each command", () => {
        assert.deepEqual(clusterJoins(`${join} "$uri" || ${join} localhost`), [true]);
        assert.deepEqual(clusterJoins(`${join} "$uri"\n${join} localhost\n${join} "$uri"`), [true, false, true]);
    });
});
