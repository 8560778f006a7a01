FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /build
COPY pom.xml ./
COPY conf ./conf
COPY src ./src
RUN mvn -q -B -DskipTests package

FROM eclipse-temurin:25-jre
COPY --from=build /build/target/atmar.jar /app/atmar.jar
# Listening beyond loopback needs ATMAR_RELAY_TOKENS, or ATMAR_RELAY_OPEN=true; without either it says so and ends.
ENV ATMAR_RELAY_HOST=0.0.0.0
EXPOSE 8000
USER 10001
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=5s \
  CMD ["java", "-XX:TieredStopAtLevel=1", "-jar", "/app/atmar.jar", "health"]
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=75", "-XX:+ExitOnOutOfMemoryError", "-jar", "/app/atmar.jar"]
CMD ["serve"]
