/** Settings of a destination that receives by webhook; held equal to destination.schema.json. */
export interface WebhookDestination {
  readonly url: string;
  /** `whsec_` and base64, one or, during a rotation, two. */
  readonly secrets: readonly string[];
  /** Content mode of CloudEvents over HTTP; default structured. */
  readonly mode?: 'structured' | 'binary';
  /** Default reference. */
  readonly attachments?: 'reference' | 'push';
  /** Of all attachments of one message together; default 8 MiB. */
  readonly maxAttachmentBytes?: number;
}
