import * as assert from "node:assert/strict";
import { createContext, runInContext } from "node:vm";
import { foundingScript, usersScript } from "../../../infra/nodes/mongodb-users";

const hosts = ["mongo-1.db.internal", "mongo-2.db.internal"];

/** A member as the shell of MongoDB shows it: a model of the rules for logins, not the server. */
class FakeMember {
    setName: string | undefined;
    isPrimary = true;
    readonly users = new Map<string, { readonly password: string; readonly roles: readonly string[] }>();
    configuration: unknown;
    private login: string | undefined;

    run(script: string): void {
        this.login = undefined;
        const admin = {
            auth: (user: string, password: string) => {
                if (this.users.get(user)?.password !== password) throw new Error("Authentication failed.");
                this.login = user;
                return { ok: 1 };
            },
            createUser: ({ user, pwd, roles }: { user: string; pwd: string; roles: string[] }) => {
                if (!this.isPrimary) throw new Error("not primary");
                // The exception for local connections ends with the first user.
                if (this.users.size > 0 && this.login === undefined) throw new Error("requires authentication");
                this.users.set(user, { password: pwd, roles });
            },
            getUser: (user: string) => {
                if (this.login === undefined) throw new Error("requires authentication");
                return this.users.get(user) ?? null;
            },
        };
        const context = createContext({
            process: { env: { ADMIN_PASSWORD: "admin-7Qx", APP_PASSWORD: "app-7Qx" } },
            db: {
                hello: () => ({ setName: this.setName, isWritablePrimary: this.isPrimary }),
                getSiblingDB: (name: string) => (name === "admin" ? admin : undefined),
            },
            rs: {
                initiate: (configuration: { _id: string }) => {
                    if (this.setName !== undefined) throw new Error("already initialized");
                    // Without the prototypes of the other context.
                    this.configuration = JSON.parse(JSON.stringify(configuration));
                    this.setName = configuration._id;
                },
            },
        });
        runInContext(script, context);
    }
}

describe("The scripts for the shell of MongoDB", () => {
    const founding = foundingScript(hosts, "rs0");
    const makingUsers = usersScript("media");
    const expected = {
        admin: { password: "admin-7Qx", roles: ["root"] },
        media: { password: "app-7Qx", roles: ["readWriteAnyDatabase"] },
    };
    const usersOf = (member: FakeMember) => JSON.parse(JSON.stringify(Object.fromEntries(member.users)));

    it("found the replica set with all members, once", () => {
        const member = new FakeMember();
        member.run(founding);
        member.run(founding);

        assert.deepEqual(member.configuration, {
            _id: "rs0",
            members: [
                { _id: 0, host: "mongo-1.db.internal:27017", priority: 2 },
                { _id: 1, host: "mongo-2.db.internal:27017", priority: 1 },
            ],
        });
    });

    it("make both users, once", () => {
        const member = new FakeMember();
        member.run(makingUsers);
        member.run(makingUsers);

        assert.deepEqual(usersOf(member), expected);
    });

    it("go on where they were interrupted", () => {
        const member = new FakeMember();
        member.users.set("admin", expected.admin);
        member.run(makingUsers);

        assert.deepEqual(usersOf(member), expected);
    });

    it("fail on a member that is no primary yet, so that they are tried again", () => {
        const member = new FakeMember();
        member.isPrimary = false;

        assert.throws(() => member.run(makingUsers), /This member is not the primary yet/);
        assert.equal(member.users.size, 0);
    });

    it("have nothing to do on a replaced member that is a secondary now", () => {
        const member = new FakeMember();
        member.isPrimary = false;
        member.users.set("admin", expected.admin).set("media", expected.media);

        assert.doesNotThrow(() => member.run(makingUsers));
    });

    it("make no second administrator where the password has changed", () => {
        const member = new FakeMember();
        member.users.set("admin", { password: "changed since", roles: ["root"] });

        assert.throws(() => member.run(makingUsers));
        assert.equal(member.users.size, 1);
    });
});
