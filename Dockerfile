# One image for API, worker and the operator's commands; which one runs is the command's to say.

FROM node:20-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
COPY apps/web/package.json apps/web/
RUN npm ci --include=dev --no-audit --no-fund
COPY . .
RUN node scripts/build.mjs

# Without the packages that only build; those of the web app are inside what was built.
FROM node:20-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
COPY apps/web/package.json apps/web/
RUN npm ci --omit=dev --workspaces=false --no-audit --no-fund

FROM node:20-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 MADANG_DATA_DIR=/data
# A larger nursery: see docs/performance.md.
ENV NODE_OPTIONS=--max-semi-space-size=64
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY --from=build /app/apps/web/dist apps/web/dist
COPY package.json ./
COPY courses courses
RUN mkdir /data && chown node:node /data
VOLUME /data
USER node
EXPOSE 3000 9464
CMD ["node", "dist/apps/api/src/main.js"]
