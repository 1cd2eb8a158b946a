/**
 * The only bridge between the page and the machine: two functions, plain data, one channel. Runs sandboxed; the page never
 * sees Node, Electron or another channel.
 */
import { contextBridge, ipcRenderer } from 'electron';
import { STAGE_CHANNEL } from './stage-channel.ts';

contextBridge.exposeInMainWorld('bangTin', {
  send: (message: unknown): void => ipcRenderer.send(STAGE_CHANNEL, message),
  onMessage: (heard: (message: unknown) => void): void => {
    ipcRenderer.on(STAGE_CHANNEL, (_event, message: unknown) => heard(message));
  },
});
