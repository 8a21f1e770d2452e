/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the agent and the harness say to each other over one byte stream.
 *
 * A frame, all numbers big-endian:
 *   0  u32 magic
 *   4  u8  type
 *   5  u8  flags
 *   6  u16 check: low half of the CRC32 of bytes 0-5 and 8-15
 *   8  u32 request id, chosen by the host
 *  12  u32 payload length
 *  16  u32 CRC32 of bytes 0-15 and the payload
 *
 * The check lets a reader refuse a false magic at once instead of waiting for
 * a payload that never comes. Java's side is dev.subflow.guest.protocol.
 */
#ifndef SUBFLOW_PROTOCOL_H
#define SUBFLOW_PROTOCOL_H

#define PROTOCOL_VERSION 1u

#define FRAME_MAGIC 0xF55346FAu /* neither 0xF5 nor 0xFA is ever part of UTF-8 */
#define FRAME_HEADER 20u
#define FRAME_PAYLOAD_MAX 65536u
#define FRAME_MORE 0x01u /* the request goes on in the next frame of this id */

/* Bytes a host may send to a request's input before it gets a WINDOW. */
#define INPUT_WINDOW 65536u
/* Of an EXEC or CONFIGURE that is longer than a frame. */
#define REQUEST_MAX (2u << 20)

#define SYNC_FORGET 0x01u /* kill and forget the requests of an earlier session */
#define EXEC_TTY 0x01u
#define EXEC_INPUT 0x02u /* INPUT will follow; /dev/null otherwise */

enum message {
	/* host to agent */
	MSG_SYNC = 0x01,	/* u64 nonce, u8 flags */
	MSG_EXEC = 0x02,	/* u8 flags, u16 columns, u16 rows, u32 argc, u32 envc,
				 * then strings, each ended by NUL: cwd, netns, argv, env */
	MSG_INPUT = 0x03,	/* bytes for stdin or for the file of a PUT */
	MSG_INPUT_END = 0x04,	/* of a PUT: u64 size, u32 CRC32 of the file */
	MSG_SIGNAL = 0x05,	/* u32 signal, for the process group */
	MSG_RESIZE = 0x06,	/* u16 columns, u16 rows */
	MSG_CLOSE = 0x07,	/* forget this request, kill what runs */
	MSG_PUT = 0x08,		/* u32 mode, path with NUL */
	MSG_GET = 0x09,		/* path with NUL */
	MSG_CONFIGURE = 0x0a,	/* lines of text */
	MSG_POWEROFF = 0x0b,

	/* agent to host */
	MSG_SYNC_ACK = 0x81,	/* u64 nonce, u32 version, u64 bytes skipped, kernel release
				 * with NUL */
	MSG_STARTED = 0x82,	/* u32 pid */
	MSG_STDOUT = 0x83,	/* bytes of stdout, or of the file of a GET */
	MSG_STDERR = 0x84,
	MSG_EXIT = 0x85,	/* u8 1 when signalled, u32 exit code or signal */
	MSG_ERROR = 0x86,	/* u32 errno, text with NUL; ends the request */
	MSG_WINDOW = 0x87,	/* u32 more bytes of input allowed */
	MSG_DONE = 0x88,	/* PUT, GET: u64 size, u32 CRC32; CONFIGURE: failed lines,
				 * each "number TAB errno TAB why NL" */
};

#endif
