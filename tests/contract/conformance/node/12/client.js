// conductor-node 12, told its address and key by the environment alone.
'use strict';

const { installed, loop } = require('../loop.js');

const Conductor = installed('conductor-node');

const all = async (pages) => {
  const items = [];
  for await (const item of pages) items.push(item);
  return items;
};

loop(
  { usual: new Conductor(), once: new Conductor({ maxRetries: 0 }) },
  {
    'endUsers.create': (conductor, fields) => conductor.endUsers.create(fields),
    'endUsers.list': (conductor) => conductor.endUsers.list(),
    'endUsers.listWithKey': (_, { apiKey }) => new Conductor({ apiKey }).endUsers.list(),
    'endUsers.retrieve': (conductor, { id }) => conductor.endUsers.retrieve(id),
    'endUsers.delete': (conductor, { id }) => conductor.endUsers.delete(id),
    'authSessions.create': (conductor, fields) => conductor.authSessions.create(fields),
    healthCheck: (conductor, of) => conductor.qbd.healthCheck(of),
    company: (conductor, of) => conductor.qbd.company.retrieve(of),
    'invoices.list': (conductor, params) => all(conductor.qbd.invoices.list(params)),
    'invoices.retrieve': (conductor, { id, ...of }) => conductor.qbd.invoices.retrieve(id, of),
    'customers.list': (conductor, params) => all(conductor.qbd.customers.list(params)),
    'customers.retrieve': (conductor, { id, ...of }) => conductor.qbd.customers.retrieve(id, of),
    passthrough: (conductor, { endUserId, payload }) =>
      conductor.endUsers.passthrough(endUserId, 'quickbooks_desktop', payload),
  },
  (error) => ({
    class: error.constructor.name,
    status: error.status ?? null,
    requestId: error.headers?.['conductor-request-id'] ?? null,
    body: error.error?.error ?? null,
  }),
);
