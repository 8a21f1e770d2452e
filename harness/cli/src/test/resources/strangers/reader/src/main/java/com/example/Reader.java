package com.example;

import dev.subflow.mptcp.SocketTable;

final class Reader {
  public static void main(String[] arguments) {
    SocketTable table =
        SocketTable.parse(
            "ESTAB 0 0 10.0.1.1:37202 10.0.1.2:9734 subflows:1 subflows_max:2 remote_key"
                + " token:79559463 write_seq:1 snd_una:1 rcv_nxt:1\n");
    System.out.println("subflows=" + table.established().get(0).subflows());
  }
}
