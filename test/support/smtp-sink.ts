import { type AddressInfo, type Server, type Socket, createServer } from 'node:net';

/** A mail server that takes everything, as far as RFC 5321 goes for one client, and remembers what it took. */
export interface SmtpSink {
  readonly url: string;
  /** Message-IDs in the order in which the server said that it has the mail: each is one delivery. */
  readonly taken: readonly string[];
  close(): Promise<void>;
}

export async function startSmtpSink(): Promise<SmtpSink> {
  const taken: string[] = [];
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
    converse(socket, (messageId) => taken.push(messageId));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `smtp://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    taken,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function converse(socket: Socket, took: (messageId: string) => void): void {
  let waiting = '';
  let inData = false;
  const say = (line: string): void => {
    socket.write(`${line}\r\n`);
  };
  say('220 sink ESMTP');
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    waiting += chunk;
    for (;;) {
      const end = waiting.indexOf(inData ? '\r\n.\r\n' : '\r\n');
      if (end < 0) return;
      const part = waiting.slice(0, end);
      waiting = waiting.slice(end + (inData ? 5 : 2));
      if (inData) {
        inData = false;
        took(/^Message-ID:\s*<([^>]*)>/im.exec(part)?.[1] ?? '');
        say('250 taken');
      } else if (/^DATA/i.test(part)) {
        inData = true;
        say('354 go on');
      } else if (/^QUIT/i.test(part)) {
        say('221 bye');
        socket.end();
      } else say('250 ok');
    }
  });
}
