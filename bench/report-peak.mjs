// Preloaded into a measured process: tells its largest resident size on stderr when it ends.
process.on('exit', () => {
  process.stderr.write(`peak RSS ${Math.round(process.resourceUsage().maxRSS / 1024)} MB\n`);
});
