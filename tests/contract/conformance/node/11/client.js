// conductor-node 11, of the years when every request to QuickBooks was qbXML as JSON.
'use strict';

const { installed, loop } = require('../loop.js');

const Conductor = installed('conductor-node');
const conductor = new Conductor(process.env.CONDUCTOR_SECRET_KEY);

/** `{"InvoiceQueryRq": …}` is `qbd.invoice.query(…)`, and its answer comes unwrapped. */
const qbxml = async (endUserId, payload) => {
  const [[name, request]] = Object.entries(payload);
  const [, subject, verb] = /^(.+)(Query|Add|Mod)Rq$/.exec(name);
  const resource = conductor.qbd[subject[0].toLowerCase() + subject.slice(1)];
  const body = verb === 'Query' ? request : request[`${subject}${verb}`];
  const found = await resource[verb.toLowerCase()](endUserId, body);
  return { [`${subject}${verb}Rs`]: { [`${subject}Ret`]: found } };
};

loop(
  { usual: conductor, once: conductor }, // it never repeats anything
  {
    'endUsers.create': (_, fields) => conductor.endUsers.create(fields),
    'endUsers.list': () => conductor.endUsers.list(),
    'endUsers.listWithKey': (_, { apiKey }) => new Conductor(apiKey).endUsers.list(),
    'endUsers.retrieve': (_, { id }) => conductor.endUsers.retrieve(id),
    'authSessions.create': (_, fields) => conductor.authSessions.create(fields),
    'authSessions.retrieve': (_, { id }) => conductor.authSessions.retrieve(id),
    'integrationConnections.list': () => conductor.integrationConnections.list(),
    'integrationConnections.retrieve': (_, { id }) => conductor.integrationConnections.retrieve(id),
    ping: (_, { id }) => conductor.endUsers.ping(id, 'quickbooks_desktop'),
    passthrough: (_, { endUserId, payload }) => qbxml(endUserId, payload),
  },
  (error) => ({
    class: error.name,
    status: error.httpStatusCode ?? null,
    requestId: error.headers?.['conductor-request-id'] ?? null,
    body: error.rawType === 'CONNECTION_ERROR' ? null : {
      message: error.message,
      userFacingMessage: error.userFacingMessage,
      type: error.rawType,
      code: error.code,
      httpStatusCode: error.httpStatusCode,
      ...(error.integrationCode === undefined ? {} : { integrationCode: error.integrationCode }),
      requestId: error.requestId,
    },
  }),
);
