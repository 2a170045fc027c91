import { releaseFrom, requiredSetting } from '../../../http/environment.mjs';
import { runService } from '../../../http/run-service.mjs';
import { askOrders } from './ask-orders.mjs';
import { createWeb } from './create-web.mjs';

const orders = askOrders(requiredSetting('ORDERS_URL', 'http://127.0.0.1:4002'));
runService(createWeb({ orders, release: releaseFrom() }));
