import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, installOnce } from '../../scripts/install-once.cjs';
import { findProgram, isExecutable } from './find-program.ts';
import { runProgram } from './run-program.ts';
import { findSdkDownload } from './sdk-download.ts';

/** Earlier versions fail on rejected updates and hang cancelled workflows. */
const version = '1.38.0';

/**
 * The path of Temporal's time-skipping test server, for
 * `TestWorkflowEnvironment.createTimeSkipping` as an `existing-path`: the Java server from Maven
 * Central, kept in the cache folder, or else the SDK's own download.
 *
 * @throws with the remedies when neither is to be had.
 */
export async function findTimeSkippingServer(say: (line: string) => void): Promise<string> {
  const failures: string[] = [];
  try {
    return await findJavaServer(say);
  } catch (error) {
    failures.push(`Maven did not bring it (${messageOf(error)})`);
  }
  try {
    return await findSdkDownload('temporal-test-server', version);
  } catch (error) {
    failures.push(`the download by the Temporal SDK failed (${messageOf(error)})`);
  }
  throw new Error(
    `Temporal's time-skipping test server is not to be had: ${failures.join('; ')}. Install Java ` +
      'and Maven (both on PATH, with access to Maven Central), or let this machine ' +
      'reach temporal.download.',
  );
}

async function findJavaServer(say: (line: string) => void): Promise<string> {
  const java = findProgram('java');
  if (java === undefined) throw new Error('there is no "java" on PATH');
  const folder = join(cacheFolder(), `temporal-test-server-${version}`);
  const executable = join(folder, 'temporal-test-server');
  if (isExecutable(executable)) return executable;
  const mvn = findProgram('mvn');
  if (mvn === undefined) throw new Error('there is no "mvn" on PATH');
  await installOnce({
    target: folder,
    what: `Fetching the time-skipping test server ${version} with Maven (once, 10 to 60 s)`,
    say,
    install: (temporaryFolder) => install(mvn, temporaryFolder),
  });
  return executable;
}

async function install(mvn: string, temporaryFolder: string): Promise<string> {
  const project = join(temporaryFolder, 'pom.xml');
  const made = join(temporaryFolder, 'server');
  mkdirSync(made);
  writeFileSync(project, projectFile);
  const lib = join(made, 'lib');
  const goal = ['dependency:copy-dependencies', `-DoutputDirectory=${lib}`];
  await runProgram(mvn, ['-q', '-B', '-f', project, ...goal], { cwd: temporaryFolder });
  const wrapper = join(made, 'temporal-test-server');
  writeFileSync(wrapper, wrapperScript);
  chmodSync(wrapper, 0o755);
  return made;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

const projectFile = `<?xml version="1.0" encoding="UTF-8"?>
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>tidegate</groupId>
  <artifactId>time-skipping-server</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>io.temporal</groupId>
      <artifactId>temporal-test-server</artifactId>
      <version>${version}</version>
    </dependency>
    <dependency>
      <groupId>org.slf4j</groupId>
      <artifactId>slf4j-nop</artifactId>
      <version>1.7.36</version>
    </dependency>
  </dependencies>
</project>
`;

// exec, so that the signal that ends the wrapper ends the server.
const wrapperScript = `#!/bin/sh
lib="$(dirname "$0")/lib"
exec java -XX:TieredStopAtLevel=1 -cp "$lib/*" io.temporal.testserver.TestServer "$@"
`;
