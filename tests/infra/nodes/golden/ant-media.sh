#!/usr/bin/env bash
set -euo pipefail
export AWS_REGION='us-east-1' PATH="$PATH:/snap/bin"

retry() {
    local tries=$1
    shift
    until "$@"; do
        tries=$((tries - 1))
        if ((tries <= 0)); then
            echo "Gave up on: $1" >&2
            return 1
        fi
        sleep 5
    done
}

if ! command -v aws >/dev/null; then
    retry 24 snap install aws-cli --classic
fi

# Who may open the dashboard, on whichever port it is asked for.
properties=/usr/local/antmedia/conf/red5.properties
sed -i '/^server\.allowed_dashboard_CIDR=/d' "$properties"
printf 'server.allowed_dashboard_CIDR=%s\n' '203.0.113.0/24,10.0.0.0/16' >>"$properties"

# The server gives up when it finds no database, and a new cluster's database takes minutes to install.
database_answers() {
    local host
    for host in 'mongo-1.db.internal' 'mongo-2.db.internal' 'mongo-3.db.internal'; do
        timeout 5 bash -c "</dev/tcp/$host/27017" 2>/dev/null && return 0
    done
    return 1
}
retry 120 database_answers

uri=$(retry 24 aws secretsmanager get-secret-value --region "$AWS_REGION" \
    --secret-id 'arn:aws:secretsmanager:us-east-1:123456789012:secret:mongo-AbCdEf' --query SecretString --output text)
cd /usr/local/antmedia
./change_server_mode.sh cluster "$uri"

# Answers the balancers' health checks: a static file, so it needs no login and no application.
install -d -o antmedia -g antmedia '/usr/local/antmedia/webapps/root/no-auth'
printf 'OK\n' >'/usr/local/antmedia/webapps/root/no-auth/status'
chown antmedia:antmedia '/usr/local/antmedia/webapps/root/no-auth/status'
