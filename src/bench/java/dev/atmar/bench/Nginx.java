package dev.atmar.bench;

import java.io.IOException;
import java.util.List;

/** nginx with one worker and no access log: as the upstream, and as one of the relays. */
final class Nginx {
    private static final String FRAME = """
            daemon off;
            worker_processes 1;
            pid %1$s.pid;
            error_log stderr error;
            events { worker_connections %2$d; }
            http {
              access_log off;
              default_type application/json;
              keepalive_timeout 600s;
              keepalive_requests 1000000000;
              client_max_body_size 16m;
              client_body_buffer_size 256k;
              client_body_temp_path %1$s.body;
              proxy_temp_path %1$s.proxy;
              fastcgi_temp_path %1$s.fastcgi;
              uwsgi_temp_path %1$s.uwsgi;
              scgi_temp_path %1$s.scgi;
              %3$s
            }
            """;

    /** Mirroring makes it read the whole body, as an upstream does, before it answers from memory. */
    private static final String UPSTREAM = """
              map $content_length $is_large { default 0; "~^[0-9][0-9][0-9][0-9][0-9]" 1; }
              server {
                listen 127.0.0.1:%1$d backlog=4096;
                location / { mirror /read; empty_gif; error_page 405 =200 @answer; }
                location = /read { internal; return 204; }
                location @answer {
                  set $kilobyte '%2$s';
                  if ($is_large) { return 200 '%3$s'; }
                  return 200 '%4$s';
                }
              }
            """;

    private static final String PROXY = """
              upstream peer {
                server 127.0.0.1:%2$d;
                keepalive %3$d;
                keepalive_requests 1000000000;
                keepalive_timeout 600s;
              }
              server {
                listen 127.0.0.1:%1$d backlog=4096;
                location / {
                  proxy_pass http://peer;
                  proxy_http_version 1.1;
                  proxy_set_header Connection "";
                  proxy_read_timeout 600s;
                  proxy_buffers 16 8k;
                  proxy_busy_buffers_size 64k;
                  %4$s
                }
              }
            """;

    private Nginx() {}

    /** Answers every POST: one with less than 10,000 bytes with a small answer, any other with a large one. */
    static Child upstream(Scratch scratch, int port, int connections) throws IOException {
        String large = Bodies.answer("$kilobyte".repeat(Bodies.LARGE_TEXT / 1024));
        String small = Bodies.answer(Bodies.text(Bodies.SMALL_TEXT));
        String server = String.format(UPSTREAM, port, Bodies.text(1024), large, small);
        return start(scratch, "nginx-upstream", port, connections, server);
    }

    /**
     * @param more of the location's directives, e.g. {@code proxy_buffering off;}
     */
    static Child proxy(Scratch scratch, int port, int upstream, int connections, String more) throws IOException {
        String server = String.format(PROXY, port, upstream, connections, more);
        return start(scratch, "nginx", port, 2 * connections, server);
    }

    private static Child start(Scratch scratch, String name, int port, int connections, String server)
            throws IOException {
        String text = String.format(FRAME, scratch.file(name), connections + 64, server);
        String file = scratch.write(name + ".conf", text).toString();
        return Child.start(scratch, name, List.of("nginx", "-e", "stderr", "-c", file))
                .listeningOn(port);
    }
}
