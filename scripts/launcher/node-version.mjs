// Imported first and importing nothing, so that it runs on any Node that knows modules: later files may use
// names that an old Node lacks, and would fail there with a stack trace before a line of theirs is run.
const [major, minor] = process.versions.node.split('.').map(Number);
const supported = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22;

if (!supported) {
  console.error(
    `✗ Node ${process.versions.node}에서는 실행할 수 없습니다. Node 20.19 이상(20 LTS) 또는 22.12 이상(22 LTS)을 설치하세요: https://nodejs.org`,
  );
  console.error(
    `✗ Node ${process.versions.node} cannot run this. Install Node 20.19 or later (20 LTS), or 22.12 or later (22 LTS): https://nodejs.org`,
  );
  process.exit(1);
}
