// Knows the pipe to the process that started this one (loaded before a server). Refuses to serve on as an orphan:
// when the parent is gone, however it died, this process asks itself to stop, and drains as for any SIGTERM.
process.stdin.once('end', () => process.kill(process.pid, 'SIGTERM'));
process.stdin.resume();
process.stdin.unref();
