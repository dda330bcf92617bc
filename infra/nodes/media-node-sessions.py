#!/usr/bin/python3
# Answers one request with the streams and viewers of this node alone, as Ant Media counts them. See docs/nodes.md.
import base64, hashlib, hmac, json, os, sys, time, urllib.request

SERVER = os.environ.get("SERVER", "http://127.0.0.1:5080")
PROPERTIES = os.environ.get("PROPERTIES", "/usr/local/antmedia/conf/red5.properties")
COUNTS = ("localLiveStreams", "localWebRTCViewers", "localHLSViewers", "localDASHViewers")


def encoded(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def token():
    lines = open(PROPERTIES, encoding="utf-8").read().splitlines()
    settings = dict(line.split("=", 1) for line in lines if "=" in line)
    claims = json.dumps({"exp": int(time.time()) + 60}).encode()
    signed = encoded(b'{"alg":"HS256","typ":"JWT"}') + b"." + encoded(claims)
    key = settings["server.jwtServerSecretKey"].encode()
    return (signed + b"." + encoded(hmac.new(key, signed, hashlib.sha256).digest())).decode()


def sessions():
    request = urllib.request.Request(SERVER + "/rest/v2/system-resources", headers={"ProxyAuthorization": token()})
    with urllib.request.urlopen(request, timeout=4) as answer:
        counts = json.load(answer)
    return sum(int(counts[name]) for name in COUNTS)


while sys.stdin.readline().strip():
    pass
try:
    status, body = "200 OK", json.dumps({"sessions": sessions()})
except Exception as error:  # whatever it is, the agent takes the node for busy
    status, body = "503 Service Unavailable", ""
    print(f"sessions cannot be counted: {error!r}", file=sys.stderr)
print(f"HTTP/1.0 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}", end="")
