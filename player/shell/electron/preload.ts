/** The only bridge between the sandboxed page and the main process: two functions that carry stage messages. */
import { contextBridge, ipcRenderer } from 'electron';

contextBridge.exposeInMainWorld('bangTin', {
  send: (message: unknown): void => ipcRenderer.send('page-to-core', message),
  onMessage: (heard: (message: unknown) => void): void => {
    ipcRenderer.on('core-to-page', (_event, message: unknown) => heard(message));
  },
});
