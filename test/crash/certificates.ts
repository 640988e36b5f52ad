/** Keys and certificates for servers and clients on the loopback, from the folder that the tests share. */
import { fileURLToPath } from 'node:url';

export type CertificateFile = 'ca.cert.pem' | 'client.cert.pem' | 'client.key.pem' | 'server.cert.pem' | 'server.key.pem';

export const certificateFile = (name: CertificateFile): string => fileURLToPath(new URL(`../support/sis-tls/${name}`, import.meta.url));
