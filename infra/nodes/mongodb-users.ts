/** The user that may do everything; its password stands in the members' secret. */
export const ADMIN_USER = "admin";

/**
 * Script for the shell of MongoDB that founds the replica set. It looks first, so that it can be repeated: a server that was replaced
 * finds the set in its data, and one that lost its data is told about it by the others.
 */
export function foundingScript(hosts: readonly string[], replicaSet: string): string {
    // The founder is preferred as primary, because only there can the first user be made.
    const members = hosts.map((host, id) => `{ _id: ${id}, host: "${host}:27017", priority: ${id === 0 ? 2 : 1} }`);
    return `if (db.hello().setName === undefined) {
    rs.initiate({ _id: "${replicaSet}", members: [${members.join(", ")}] });
}
`;
}

/**
 * Script for the shell of MongoDB that makes the users. Without users MongoDB lets local connections make the first one; from then
 * on everything needs a login. Passwords come by the environment, which no other user can read.
 */
export function usersScript(appUser: string): string {
    return `const admin = db.getSiblingDB("admin");
function loggedIn() {
    try {
        return admin.auth("${ADMIN_USER}", process.env.ADMIN_PASSWORD).ok === 1;
    } catch (error) {
        return false;
    }
}
if (!loggedIn()) {
    if (!db.hello().isWritablePrimary) throw new Error("This member is not the primary yet.");
    admin.createUser({ user: "${ADMIN_USER}", pwd: process.env.ADMIN_PASSWORD, roles: ["root"] });
    if (!loggedIn()) throw new Error("The new administrator cannot log in.");
}
if (admin.getUser("${appUser}") === null) {
    admin.createUser({ user: "${appUser}", pwd: process.env.APP_PASSWORD, roles: ["readWriteAnyDatabase"] });
}
`;
}
