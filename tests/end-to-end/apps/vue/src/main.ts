import { createApp } from "vue";
import { createRouter, createWebHistory } from "vue-router";
import App from "./App.vue";
import Article from "./Article.vue";
import Invoices from "./Invoices.vue";

const router = createRouter({
  history: createWebHistory(import.meta.env.BASE_URL),
  routes: [
    { path: "/", component: Invoices },
    { path: "/help/:topic", component: Article, props: true },
  ],
});

createApp(App).use(router).mount("#app");
