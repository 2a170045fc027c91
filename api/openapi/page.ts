import { Router } from 'express';
import swaggerUi from 'swagger-ui-express';
import { pageHeaders } from '../http/security-headers.ts';

/**
 * The reference as a page at /docs. Its scripts and styles come from this server and from nowhere
 * else.
 */
export function createReferencePage(): Router {
  const router = Router();
  const page = swaggerUi.setup(null, {
    swaggerUrl: '/openapi.json',
    customSiteTitle: 'Tidegate API',
    swaggerOptions: { persistAuthorization: false, displayRequestDuration: true },
  });
  router.use('/docs', pageHeaders, swaggerUi.serve, page);
  return router;
}
