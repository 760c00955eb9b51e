// A machine whose clock is two minutes ahead.
const {now} = Date;
Date.now = () => now() + 120_000;
