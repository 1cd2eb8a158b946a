/** Tickers: what runs along the edges of screens. What changed airs when somebody publishes. */
import { z } from 'zod';
import { TickerId } from '../../model/ids.ts';
import { Ticker } from '../../model/ticker.ts';
import { Usage } from '../../model/usage.ts';
import { contract, Nothing } from './contract.ts';

const AtTicker = z.object({ tickerId: TickerId });
export const TickerDraft = Ticker.omit({ id: true, approval: true, version: true, updatedAt: true }).meta({
  id: 'TickerDraft',
});
export type TickerDraft = z.infer<typeof TickerDraft>;
const version = z.int().positive();

export const tickerContracts = {
  listTickers: contract({
    method: 'GET',
    path: '/tickers',
    access: 'staff',
    summary: 'All tickers',
    reply: z.array(Ticker),
  }),
  createTicker: contract({
    method: 'POST',
    path: '/tickers',
    access: 'staff',
    summary: 'Add a ticker',
    body: TickerDraft,
    reply: Ticker,
    status: 201,
  }),
  getTicker: contract({
    method: 'GET',
    path: '/tickers/{tickerId}',
    access: 'staff',
    summary: 'One ticker',
    params: AtTicker,
    reply: Ticker,
  }),
  changeTicker: contract({
    method: 'PUT',
    path: '/tickers/{tickerId}',
    access: 'staff',
    summary: 'Replace a ticker; other messages void its approval',
    params: AtTicker,
    body: TickerDraft.extend({
      basedOn: version.meta({ description: 'Version the edit was made on; 409 when it is no longer the newest' }),
    }),
    reply: Ticker,
  }),
  approveTicker: contract({
    method: 'POST',
    path: '/tickers/{tickerId}/approval',
    access: 'approver',
    summary: 'Approve the messages of a ticker as they are; never the person who wrote them',
    params: AtTicker,
    body: z.object({ version: version.meta({ description: 'Version that was looked at' }) }),
    reply: Ticker,
  }),
  withdrawTickerApproval: contract({
    method: 'DELETE',
    path: '/tickers/{tickerId}/approval',
    access: 'approver',
    summary: 'Take the approval of a ticker back',
    params: AtTicker,
    reply: Ticker,
  }),
  getTickerUsage: contract({
    method: 'GET',
    path: '/tickers/{tickerId}/usage',
    access: 'staff',
    summary: 'Which slots and screens show a ticker',
    params: AtTicker,
    reply: Usage,
  }),
  deleteTicker: contract({
    method: 'DELETE',
    path: '/tickers/{tickerId}',
    access: 'staff',
    summary: 'Delete a ticker that nothing shows',
    params: AtTicker,
    reply: Nothing,
  }),
};
