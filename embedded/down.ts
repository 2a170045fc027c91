import { openStateFolder } from './stack/state-folder.ts';
import { stopDeployed } from './stack/stop-deployed.ts';

const state = openStateFolder();
const stopped = await stopDeployed(state);
process.stdout.write(`Stopped from ${state.root}: ${stopped.join(', ')}.\n`);
process.stdout.write('Releases and data are kept; `npm start` brings everything up again.\n');
