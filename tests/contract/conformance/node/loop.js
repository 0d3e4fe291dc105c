// Reads one call per line, performs it, and writes one outcome per line, all as JSON.
'use strict';

const readline = require('node:readline');

/**
 * `calls` maps a call's name to what does it, with `usual`, or with `once`, which repeats nothing;
 * `errorOf` turns what was thrown into an outcome.
 */
exports.loop = async ({ usual, once }, calls, errorOf) => {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const { call, arguments: given, once: isOnce } = JSON.parse(line);
    const outcome = await calls[call](isOnce ? once : usual, given).then(
      (value) => ({ value }),
      (error) => ({ error: errorOf(error) }),
    );
    process.stdout.write(`${JSON.stringify(outcome)}\n`);
  }
};

/** The package as it is installed in the working folder, which is not where this file is. */
exports.installed = (name) => require(require.resolve(name, { paths: [process.cwd()] }));
