package dev.tireless.demo.account.ask;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.service.registry.ImportHttpServices;

/** Makes the client from its interface. */
@Configuration(proxyBeanMethods = false)
@ImportHttpServices(group = "recharge", types = RechargeClient.class)
class AskConfiguration {}
