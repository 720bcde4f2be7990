// Knows which Node runs Bulkhead. Refuses older ones in words, so it keeps to syntax that they understand.
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`✗ Node ${process.versions.node} is too old: Bulkhead needs 20.19 or newer.`);
  console.error('  Install a current Node (https://nodejs.org), then run the command again.');
  process.exit(1);
}
