FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /build
COPY pom.xml ./
COPY conf ./conf
COPY src ./src
RUN mvn -q -B -DskipTests package

FROM eclipse-temurin:25-jre
COPY --from=build /build/target/atmar.jar /app/atmar.jar
COPY conf/atmar.options /app/atmar.options
# The class-data archive, by the Java, the jar and the options that will use it. What the demo shows does not matter here.
RUN java @/app/atmar.options -XX:SharedArchiveFile= -XX:ArchiveClassesAtExit=/app/atmar.jsa \
  -jar /app/atmar.jar demo --scale 0.01 --quiet > /dev/null; test -s /app/atmar.jsa
# Listening beyond loopback needs ATMAR_RELAY_TOKENS, or ATMAR_RELAY_OPEN=true; without either it says so and ends.
ENV ATMAR_RELAY_HOST=0.0.0.0
EXPOSE 8000
USER 10001
STOPSIGNAL SIGTERM
# A JVM of its own for half a second, beside the first one: what sets that one's heap must not set this one's.
HEALTHCHECK --interval=30s --timeout=5s --start-period=5s \
  CMD ["env", "-u", "_JAVA_OPTIONS", "java", "@/app/atmar.options", "-XX:SharedArchiveFile=/app/atmar.jsa", "-Xms16m", "-Xmn8m", "-Xmx16m", "-XX:TieredStopAtLevel=1", "-jar", "/app/atmar.jar", "health"]
# The heap of the options fits 256 MB; for another one, run with -e _JAVA_OPTIONS="-Xms200m -Xmx200m".
ENTRYPOINT ["java", "@/app/atmar.options", "-XX:SharedArchiveFile=/app/atmar.jsa", "-jar", "/app/atmar.jar"]
CMD ["serve"]
