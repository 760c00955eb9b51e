// A machine whose clock is ahead: by two minutes, or as the environment says.
const {now} = Date;
const aheadMs = Number(process.env.CLOCK_AHEAD_MS ?? 120_000);
Date.now = () => now() + aheadMs;
