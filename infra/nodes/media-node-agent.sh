#!/usr/bin/env bash
# Answers the lifecycle hooks of this node: the launch hook when it serves, the drain hook when its sessions have ended.
# Whatever fails is logged and tried again; nothing but the end of the drain's time ends sessions. See docs/nodes.md.
set -uo pipefail

# shellcheck source=/dev/null
. "${MEDIA_NODE_CONF:-/etc/media-node/agent.conf}"
# Version 1 of the AWS CLI reads the second name only.
export AWS_REGION AWS_DEFAULT_REGION=$AWS_REGION AWS_MAX_ATTEMPTS=3
: "${METADATA:=http://169.254.169.254}" "${TICK:=5}" "${PAUSE:=5}" "${METRIC_EVERY:=60}"
state=${STATE_DIRECTORY:-/var/lib/media-node}
run=${RUNTIME_DIRECTORY:-/run/media-node}
beat_every=$((HEARTBEAT_SECONDS / 3 < 300 ? HEARTBEAT_SECONDS / 3 : 300))
last_beat=0 last_metric=0 zeros=0 pause=0 next_try=0 said=

say() {
    [[ $* == "$said" ]] || echo "$*"
    said=$*
}

metadata() {
    local token
    token=$(curl -fsS -m 2 -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' "$METADATA/latest/api/token") &&
        curl -fsS -m 2 -H "X-aws-ec2-metadata-token: $token" "$METADATA/latest/meta-data/$1"
} 2>/dev/null

phase() { cat "$state/phase" 2>/dev/null; }

enter() {
    echo "$*" >"$state/phase.new" && mv "$state/phase.new" "$state/phase"
    zeros=0 pause=0 next_try=0
    say "phase: $1"
}

cloud() { aws --cli-connect-timeout 5 --cli-read-timeout 10 "$@"; }

# Name of the group: found once per boot.
group() {
    if [[ ! -s $run/group ]]; then
        cloud autoscaling describe-auto-scaling-instances --instance-ids "$instance" \
            --query 'AutoScalingInstances[0].AutoScalingGroupName' --output text >"$run/group.new" || return 1
        [[ $(<"$run/group.new") != None ]] || return 1
        mv "$run/group.new" "$run/group"
    fi
    cat "$run/group"
}

# act OPERATION HOOK [ARGUMENT...]: a hook that does not hold the node any more counts as answered.
act() {
    local name answer
    name=$(group) || { say "the group of this node cannot be read"; return 1; }
    answer=$(cloud autoscaling "$1" --auto-scaling-group-name "$name" --lifecycle-hook-name "$2" \
        --instance-id "$instance" "${@:3}" 2>&1) || [[ $answer == *"No active Lifecycle Action"* ]] ||
        { say "$1 failed: ${answer//$'\n'/ }"; return 1; }
}

# Completes a hook, with growing pauses between failures.
complete() {
    (($(date +%s) >= next_try)) || return 1
    act complete-lifecycle-action "$1" --lifecycle-action-result CONTINUE && return 0
    pause=$((pause == 0 ? PAUSE : pause < 30 ? pause * 2 : 60))
    next_try=$(($(date +%s) + pause))
    return 1
}

# Sessions on this node: a number, or nothing when nobody can say.
sessions() {
    local body
    body=$(curl -fsS -m 5 "$SESSIONS_URL" 2>/dev/null) || return 1
    if [[ $body =~ ^[[:space:]]*([0-9]+)[[:space:]]*$ || $body =~ \"(sessions|number)\"[[:space:]]*:[[:space:]]*([0-9]+) ]]; then
        echo "${BASH_REMATCH[-1]}"
    else
        return 1
    fi
}

cordon() {
    touch "$run/draining"
    if [[ -n $CORDON_PATH && -f $CORDON_PATH ]]; then mv "$CORDON_PATH" "$CORDON_PATH.cordoned"; fi
}

uncordon() {
    rm -f "$run/draining"
    if [[ -n $CORDON_PATH && -f $CORDON_PATH.cordoned ]]; then mv "$CORDON_PATH.cordoned" "$CORDON_PATH"; fi
}

# Whether the node serves, as its own page says.
is_ready() {
    local code
    # On the node itself there is nobody to be told apart by a certificate.
    code=$(curl -ks -o /dev/null -m 5 -w '%{http_code}' "$STATUS_URL")
    [[ $code == 200 ]] || { say "not ready: the status page answers $code"; return 1; }
}

# leave TARGET: lets the node go where it is to go. In the pool it waits; otherwise it ends.
leave() {
    complete "$DRAIN_HOOK" || return
    if [[ $1 == Warmed:* && $1 != Warmed:Terminated ]]; then enter pooled; else enter drained; fi
}

# drain TARGET SINCE: waits for the sessions to end, and keeps the hook waiting.
drain() {
    local now count
    cordon
    now=$(date +%s)
    if ((now - $2 >= DRAIN_SECONDS)); then
        say "the time of the drain is over"
        leave "$1"
        return
    fi
    if [[ -n $SESSIONS_URL ]]; then
        if ! count=$(sessions); then
            zeros=0
            say "sessions cannot be read, so the node counts as busy"
        elif ((count > 0)); then
            zeros=0
            say "$count sessions left"
        elif ((++zeros >= 2)) && leave "$1"; then
            return
        fi
    fi
    if ((now - last_beat >= beat_every)) && act record-lifecycle-action-heartbeat "$DRAIN_HOOK"; then last_beat=$now; fi
}

report() {
    local now count name item
    now=$(date +%s)
    if [[ $REPORT_SESSIONS != true ]] || ((now - last_metric < METRIC_EVERY)); then return; fi
    last_metric=$now
    # By node for the choice of the emptiest one; by group, whose average scaling can follow.
    if ! { count=$(sessions) && name=$(group) &&
        item="MetricName=Sessions,Unit=Count,Value=$count,Dimensions=[{Name=AutoScalingGroupName,Value=$name}" &&
        cloud cloudwatch put-metric-data --namespace MediaCluster/Nodes --metric-data \
            "$item,{Name=InstanceId,Value=$instance}]" "$item]"; }; then
        say "no report of sessions"
    fi
}

step() {
    local target
    target=$(metadata autoscaling/target-lifecycle-state) || { say "the metadata service does not answer"; return; }
    case "$(phase) $target" in
        # In service, also after a stop, a restart, or out of the pool: the hook is answered once the page is.
        launching\ InService) is_ready && enter ready ;;
        ready\ InService) complete "$LAUNCH_HOOK" && enter serving ;;
        serving\ InService) report ;;
        *\ InService)
            uncordon
            enter launching
            ;;
        # Into the pool for the first time, set up and never used.
        launching\ Warmed:Terminated) leave "$target" ;;
        launching\ Warmed:*) is_ready && complete "$LAUNCH_HOOK" && enter pooled ;;
        # Never used, or not since the last start: there are no sessions.
        launching\ Terminated | pooled\ *Terminated | restarted\ Terminated | restarted\ Warmed:*) leave "$target" ;;
        # It may serve although nobody could answer the launch hook, which continues by itself.
        ready\ Terminated | ready\ Warmed:* | serving\ Terminated | serving\ Warmed:*)
            cordon
            enter "draining $(date +%s)"
            last_beat=$(date +%s)
            ;;
        draining*\ Terminated | draining*\ Warmed:*) drain "$target" "$(phase | cut -d ' ' -f 2)" ;;
    esac
}

trap 'exit 0' TERM INT
mkdir -p "$state" "$run"
until instance=$(metadata instance-id); do
    say "the metadata service does not answer"
    sleep "$TICK" & wait $!
done
# A stopped node starts anew; an agent that starts anew goes on.
boot=$(<"${BOOT_ID:-/proc/sys/kernel/random/boot_id}")
if [[ $(cat "$state/boot" 2>/dev/null) != "$boot" ]]; then
    case "$(phase)" in
        ready | serving | draining*) enter restarted ;;
        *)
            uncordon
            enter launching
            ;;
    esac
    echo "$boot" >"$state/boot"
fi
while :; do
    step
    sleep "$TICK" & wait $!
done
