import { releaseFrom } from '../../../http/environment.mjs';
import { runService } from '../../../http/run-service.mjs';
import { createPayments } from './create-payments.mjs';

runService(createPayments({ release: releaseFrom() }));
