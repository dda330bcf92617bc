import { readSecret } from "./shell";

/** Commands in two parts: before the server starts, and once it runs. They need `retry` and `set_property`. */
export interface AdministratorCommands {
    readonly settings: string;
    readonly creation: string;
}

/**
 * Gives the server an administrator and a key for its REST from a secret, `{ email, password, jwtKey }` as JSON.
 *
 * Users live in the cluster's database, so the first node makes the administrator and later ones find it; a password that
 * was changed since stays. The dashboard sends the MD5 sum of what is typed and the server keeps the sum of that, so the
 * password is sent as such a sum. What is secret never stands on a command line, which everybody on the node can read.
 *
 * Sources: `AuthenticationFilter.java` (paths without a login, the header `ProxyAuthorization`) and
 * `CommonRestService.java` (`addInitialUser`, `authenticateUser`) in https://github.com/ant-media/Ant-Media-Server
 */
export function antMediaAdministrator(secretArn: string): AdministratorCommands {
    return {
        settings: `${readSecret("administrator", secretArn)}
# Python is there, because cloud-init is written in it.
jwt_key=$(python3 -c 'import json, sys; print(json.load(sys.stdin)["jwtKey"])' <<<"$administrator")
set_property server.jwtServerControlEnabled true
set_property server.jwtServerSecretKey "$jwt_key"`,
        creation: `# Before anybody can reach the page that makes the first user.
first_user() {
    python3 -c '
import hashlib, json, sys
login = json.load(sys.stdin)
del login["jwtKey"]
login["password"] = hashlib.md5(login["password"].encode()).hexdigest()
print(json.dumps({**login, "scope": "system", "userType": "ADMIN"}))
' <<<"$administrator"
}
has_administrator() {
    local users=http://127.0.0.1:5080/rest/v2 answer
    answer=$(curl -fsS -m 10 "$users/first-login-status") || return 1
    case "$answer" in
        *'"success":false'*) return 0 ;;
        *'"success":true'*) first_user | curl -fsS -m 10 -H 'Content-Type: application/json' -d @- "$users/users/initial" ;;
    esac
    return 1
}
retry 60 has_administrator
unset administrator jwt_key`,
    };
}
