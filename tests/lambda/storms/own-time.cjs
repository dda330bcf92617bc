// Loaded into the process of a function before its code: gives it a time of its own, which begins at OWN_TIME (milliseconds
// since 1970). It runs like the machine's, but whenever the process only waits for a timer, it goes on to that timer at once.
// While a request is under way nothing is skipped, so that the time limits of the clients mean what they say.
const http = require("node:http");

const { setTimeout: setRealTimeout, clearTimeout: clearRealTimeout, Date: RealDate } = globalThis;
const begin = RealDate.now();
/** Timers by their real timers. */
const timers = new Map();
let ahead = Number(process.env.OWN_TIME) - begin;
let underWay = 0;
let isLooking = false;

const now = () => RealDate.now() + ahead;

globalThis.Date = class extends RealDate {
    constructor(...parts) {
        super(...(parts.length === 0 ? [now()] : parts));
    }

    static now() {
        return now();
    }
};

globalThis.setTimeout = (callback, delay = 0, ...parts) => {
    const ring = () => {
        timers.delete(timer);
        callback(...parts);
    };
    const timer = setRealTimeout(ring, delay);
    timers.set(timer, { due: now() + delay, ring });
    look();
    return timer;
};

globalThis.clearTimeout = (timer) => {
    timers.delete(timer);
    clearRealTimeout(timer);
};

const request = http.request;
http.request = (...parts) => {
    const sent = request(...parts);
    sent.setHeader("x-own-time", String(now()));
    underWay += 1;
    const end = () => {
        if (!counted) return;
        counted = false;
        underWay -= 1;
        look();
    };
    let counted = true;
    sent.once("close", end);
    // "Processing": there will never be an answer.
    sent.once("information", ({ statusCode }) => statusCode === 102 && end());
    return sent;
};

/** Goes on to the next timer once everything else that can happen has happened. */
function look(turns = 5) {
    if (isLooking && turns === 5) return;
    isLooking = true;
    setImmediate(() => {
        if (turns > 0) return look(turns - 1);
        isLooking = false;
        if (underWay > 0) return;
        const [next] = [...timers].sort(([, a], [, b]) => a.due - b.due);
        if (next === undefined) return;
        const [timer, { due, ring }] = next;
        clearRealTimeout(timer);
        ahead += Math.max(0, due - now());
        ring();
        look();
    });
}

module.exports = {
    now,
    /** Goes on to a later time; the timers that end before it stay for later. */
    goOnTo: (time) => {
        ahead += Math.max(0, time - now());
    },
};
