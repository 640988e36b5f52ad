/** Attachments: uploaded as a stream, examined, sealed; fetched by the parties of a message that refers to them. */
import { restService } from '../../broker/contract/rest-service.ts';
import type { CreateService } from '../../broker/contract/hub.ts';
import type { Endpoint } from '../../broker/contract/endpoint.ts';
import { readAttachment } from './read.ts';
import { createUpload } from './upload.ts';

const endpoints = (maxBodyBytes: number): readonly Endpoint[] => [
  {
    method: 'POST',
    path: '/attachments',
    summary: 'Upload an attachment',
    roles: ['submit'],
    whoAndWhy: 'none',
    request: '_attachments/content.schema.json',
    response: '_attachments/attachment.schema.json',
    answers: [201],
    accepts: true,
    streams: 'body',
    maxBodyBytes,
    action: 'attachments.upload',
  },
  {
    method: 'GET',
    path: '/attachments/:id',
    summary: 'Fetch an attachment',
    roles: ['submit', 'receive'],
    whoAndWhy: 'full',
    response: '_attachments/content.schema.json',
    streams: 'answer',
    action: 'attachments.read',
  },
];

export const createService: CreateService = (hub) =>
  restService(hub, {
    name: 'attachments',
    endpoints: endpoints(hub.config.attachments.maxBytes),
    handlers: { upload: createUpload(hub.config.attachments), read: readAttachment },
  });
