/**
 * Serves the built console: hashed files for ever, every other address gets the page (the console routes by itself). When it
 * was not built, a plain page says so and how to build it.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import express, { type RequestHandler, Router } from 'express';

const NOT_BUILT = `<!doctype html><html lang="vi"><meta charset="utf-8"><title>Bảng Tin</title>
<h1>Bảng điều khiển chưa được dựng</h1><p>Khởi động lại máy chủ bằng <code>npm start</code> (lệnh này tự dựng), rồi tải lại trang này.</p>
<p lang="en">The console is not built yet. Start the server with <code>npm start</code>, which builds it, then reload this page.</p></html>
`;

const readPage = async (folder: string): Promise<string | undefined> => {
  try {
    return await readFile(join(folder, 'index.html'), 'utf8');
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw fault;
  }
};

export const serveConsole = (folder: string): RequestHandler => {
  const router = Router();
  router.use(
    '/assets',
    express.static(join(folder, 'assets'), { immutable: true, maxAge: '1y', index: false, redirect: false }),
    (_request, response) => {
      response.status(404).type('text/plain').send('not found\n');
    },
  );
  router.use(express.static(folder, { index: false, redirect: false, maxAge: '1h', dotfiles: 'ignore' }));
  router.use(async (request, response, next) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      next();
      return;
    }
    const page = await readPage(folder);
    response
      .status(page === undefined ? 503 : 200)
      .setHeader('Cache-Control', 'no-store')
      .type('html')
      .send(page ?? NOT_BUILT);
  });
  return router;
};
