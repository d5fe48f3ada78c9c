//! The publications that rules refer to, each once: what has been written about a problem, and what providers promise.

use crate::analysis::rules::rule_reference::Publication;

pub(crate) const SRE_INTRODUCTION: Publication = Publication {
    title: "Site Reliability Engineering, chapter 1: Introduction",
    url: Some("https://sre.google/sre-book/introduction/"),
};
pub(crate) const SRE_MONITORING: Publication = Publication {
    title: "Site Reliability Engineering, chapter 6: Monitoring Distributed Systems",
    url: Some("https://sre.google/sre-book/monitoring-distributed-systems/"),
};
pub(crate) const SRE_ON_CALL: Publication = Publication {
    title: "Site Reliability Engineering, chapter 11: Being On-Call",
    url: Some("https://sre.google/sre-book/being-on-call/"),
};
pub(crate) const SRE_FRONTEND: Publication = Publication {
    title: "Site Reliability Engineering, chapter 19: Load Balancing at the Frontend",
    url: Some("https://sre.google/sre-book/load-balancing-frontend/"),
};
pub(crate) const SRE_OVERLOAD: Publication = Publication {
    title: "Site Reliability Engineering, chapter 21: Handling Overload",
    url: Some("https://sre.google/sre-book/handling-overload/"),
};
pub(crate) const SRE_CASCADING: Publication = Publication {
    title: "Site Reliability Engineering, chapter 22: Addressing Cascading Failures",
    url: Some("https://sre.google/sre-book/addressing-cascading-failures/"),
};
pub(crate) const SRE_CRITICAL_STATE: Publication = Publication {
    title: "Site Reliability Engineering, chapter 23: Managing Critical State",
    url: Some("https://sre.google/sre-book/managing-critical-state/"),
};
pub(crate) const SRE_DATA_INTEGRITY: Publication = Publication {
    title: "Site Reliability Engineering, chapter 26: Data Integrity",
    url: Some("https://sre.google/sre-book/data-integrity/"),
};
pub(crate) const SRE_BEST_PRACTICES: Publication = Publication {
    title: "Site Reliability Engineering, appendix B: A Collection of Best Practices for Production Services",
    url: Some("https://sre.google/sre-book/service-best-practices/"),
};
pub(crate) const SRE_SLO_ALERTS: Publication = Publication {
    title: "The Site Reliability Workbook, chapter 5: Alerting on SLOs",
    url: Some("https://sre.google/workbook/alerting-on-slos/"),
};
pub(crate) const SRE_LARGE_SYSTEMS: Publication = Publication {
    title: "The Site Reliability Workbook, chapter 12: Introducing Non-Abstract Large System Design",
    url: Some("https://sre.google/workbook/non-abstract-design/"),
};
pub(crate) const SRE_CANARIES: Publication = Publication {
    title: "The Site Reliability Workbook, chapter 16: Canarying Releases",
    url: Some("https://sre.google/workbook/canarying-releases/"),
};
pub(crate) const CALCULUS: Publication = Publication {
    title: "Treynor, Dahlin, Rau and Beyer, The Calculus of Service Availability, ACM Queue 15 (2017)",
    url: Some("https://queue.acm.org/detail.cfm?id=3096459"),
};
pub(crate) const TAIL_AT_SCALE: Publication = Publication {
    title: "Dean and Barroso, The Tail at Scale, Communications of the ACM 56 (2013)",
    url: Some("https://doi.org/10.1145/2408776.2408794"),
};
pub(crate) const DAPPER: Publication = Publication {
    title: "Sigelman and others, Dapper, a Large-Scale Distributed Systems Tracing Infrastructure (2010)",
    url: Some(
        "https://research.google/pubs/dapper-a-large-scale-distributed-systems-tracing-infrastructure/",
    ),
};
pub(crate) const MEMCACHE: Publication = Publication {
    title: "Nishtala and others, Scaling Memcache at Facebook, NSDI (2013)",
    url: Some("https://www.usenix.org/conference/nsdi13/technical-sessions/presentation/nishtala"),
};
pub(crate) const AWS_RETRIES: Publication = Publication {
    title: "Amazon Builders' Library, Timeouts, retries, and backoff with jitter",
    url: Some("https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/"),
};
pub(crate) const AWS_BACKLOGS: Publication = Publication {
    title: "Amazon Builders' Library, Avoiding insurmountable queue backlogs",
    url: Some("https://aws.amazon.com/builders-library/avoiding-insurmountable-queue-backlogs/"),
};
pub(crate) const AWS_STATIC_STABILITY: Publication = Publication {
    title: "Amazon Builders' Library, Static stability using Availability Zones",
    url: Some("https://aws.amazon.com/builders-library/static-stability-using-availability-zones/"),
};
pub(crate) const AWS_CACHING: Publication = Publication {
    title: "Amazon Builders' Library, Caching challenges and strategies",
    url: Some("https://aws.amazon.com/builders-library/caching-challenges-and-strategies/"),
};
pub(crate) const AWS_IDEMPOTENCY: Publication = Publication {
    title: "Amazon Builders' Library, Making retries safe with idempotent APIs",
    url: Some("https://aws.amazon.com/builders-library/making-retries-safe-with-idempotent-APIs/"),
};
pub(crate) const AWS_ROLLBACK: Publication = Publication {
    title: "Amazon Builders' Library, Ensuring rollback safety during deployments",
    url: Some(
        "https://aws.amazon.com/builders-library/ensuring-rollback-safety-during-deployments/",
    ),
};
pub(crate) const AWS_RELIABILITY: Publication = Publication {
    title: "AWS Well-Architected Framework, Reliability Pillar",
    url: Some("https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/welcome.html"),
};
pub(crate) const AWS_SECURITY: Publication = Publication {
    title: "AWS Well-Architected Framework, Security Pillar",
    url: Some("https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/welcome.html"),
};
pub(crate) const AWS_COST: Publication = Publication {
    title: "AWS Well-Architected Framework, Cost Optimization Pillar",
    url: Some(
        "https://docs.aws.amazon.com/wellarchitected/latest/cost-optimization-pillar/welcome.html",
    ),
};
pub(crate) const AWS_OPERATIONS: Publication = Publication {
    title: "AWS Well-Architected Framework, Operational Excellence Pillar",
    url: Some(
        "https://docs.aws.amazon.com/wellarchitected/latest/operational-excellence-pillar/welcome.html",
    ),
};
pub(crate) const AWS_AVAILABILITY: Publication = Publication {
    title: "AWS whitepaper, Availability and Beyond",
    url: Some(
        "https://docs.aws.amazon.com/whitepapers/latest/availability-and-beyond-improving-resilience/availability-and-beyond-improving-resilience.html",
    ),
};
pub(crate) const AWS_RECOVERY: Publication = Publication {
    title: "AWS whitepaper, Disaster Recovery of Workloads on AWS",
    url: Some(
        "https://docs.aws.amazon.com/whitepapers/latest/disaster-recovery-workloads-on-aws/disaster-recovery-workloads-on-aws.html",
    ),
};
pub(crate) const AWS_COMPUTE_SLA: Publication = Publication {
    title: "Amazon Compute Service Level Agreement",
    url: Some("https://aws.amazon.com/compute/sla/"),
};
pub(crate) const DYNAMODB_KEYS: Publication = Publication {
    title: "Amazon DynamoDB, Best practices for designing and using partition keys",
    url: Some(
        "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html",
    ),
};
pub(crate) const SQS_DEAD_LETTERS: Publication = Publication {
    title: "Amazon SQS, Using dead-letter queues",
    url: Some(
        "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html",
    ),
};
pub(crate) const S3_SIGNED_ADDRESSES: Publication = Publication {
    title: "Amazon S3, Using presigned URLs",
    url: Some("https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-presigned-url.html"),
};
pub(crate) const AZURE_CACHE_ASIDE: Publication = Publication {
    title: "Azure Architecture Center, Cache-Aside pattern",
    url: Some("https://learn.microsoft.com/en-us/azure/architecture/patterns/cache-aside"),
};
pub(crate) const AZURE_CIRCUIT_BREAKER: Publication = Publication {
    title: "Azure Architecture Center, Circuit Breaker pattern",
    url: Some("https://learn.microsoft.com/en-us/azure/architecture/patterns/circuit-breaker"),
};
pub(crate) const AZURE_QUEUE_LEVELING: Publication = Publication {
    title: "Azure Architecture Center, Queue-Based Load Leveling pattern",
    url: Some(
        "https://learn.microsoft.com/en-us/azure/architecture/patterns/queue-based-load-leveling",
    ),
};
pub(crate) const AZURE_ASYNC_REPLY: Publication = Publication {
    title: "Azure Architecture Center, Asynchronous Request-Reply pattern",
    url: Some("https://learn.microsoft.com/en-us/azure/architecture/patterns/async-request-reply"),
};
pub(crate) const AZURE_PUBLISH: Publication = Publication {
    title: "Azure Architecture Center, Publisher-Subscriber pattern",
    url: Some("https://learn.microsoft.com/en-us/azure/architecture/patterns/publisher-subscriber"),
};
pub(crate) const AZURE_VALET_KEY: Publication = Publication {
    title: "Azure Architecture Center, Valet Key pattern",
    url: Some("https://learn.microsoft.com/en-us/azure/architecture/patterns/valet-key"),
};
pub(crate) const AZURE_STATIC_CONTENT: Publication = Publication {
    title: "Azure Architecture Center, Static Content Hosting pattern",
    url: Some(
        "https://learn.microsoft.com/en-us/azure/architecture/patterns/static-content-hosting",
    ),
};
pub(crate) const AZURE_NO_CACHING: Publication = Publication {
    title: "Azure Architecture Center, No Caching antipattern",
    url: Some("https://learn.microsoft.com/en-us/azure/architecture/antipatterns/no-caching/"),
};
pub(crate) const AZURE_PRIORITY_QUEUE: Publication = Publication {
    title: "Azure Architecture Center: Priority Queue pattern",
    url: Some("https://learn.microsoft.com/en-us/azure/architecture/patterns/priority-queue"),
};
pub(crate) const AZURE_CLAIM_CHECK: Publication = Publication {
    title: "Azure Architecture Center: Claim-Check pattern",
    url: Some("https://learn.microsoft.com/en-us/azure/architecture/patterns/claim-check"),
};
pub(crate) const AZURE_RETRY_STORM: Publication = Publication {
    title: "Azure Architecture Center, Retry Storm antipattern",
    url: Some("https://learn.microsoft.com/en-us/azure/architecture/antipatterns/retry-storm/"),
};
pub(crate) const AZURE_GATEWAYS: Publication = Publication {
    title: "Azure Architecture Center, Use API gateways in microservices",
    url: Some("https://learn.microsoft.com/en-us/azure/architecture/microservices/design/gateway"),
};
pub(crate) const AZURE_INTERSERVICE: Publication = Publication {
    title: "Azure Architecture Center, Interservice communication in microservices",
    url: Some(
        "https://learn.microsoft.com/en-us/azure/architecture/microservices/design/interservice-communication",
    ),
};
pub(crate) const API_GATEWAY: Publication = Publication {
    title: "Richardson, Microservices Patterns: API gateway",
    url: Some("https://microservices.io/patterns/apigateway.html"),
};
pub(crate) const DATABASE_PER_SERVICE: Publication = Publication {
    title: "Richardson, Microservices Patterns: Database per service",
    url: Some("https://microservices.io/patterns/data/database-per-service.html"),
};
pub(crate) const TRANSACTIONAL_OUTBOX: Publication = Publication {
    title: "Richardson, Microservices Patterns: Transactional outbox",
    url: Some("https://microservices.io/patterns/data/transactional-outbox.html"),
};
pub(crate) const MESSAGE_CHANNEL: Publication = Publication {
    title: "Hohpe and Woolf, Enterprise Integration Patterns: Message Channel",
    url: Some(
        "https://www.enterpriseintegrationpatterns.com/patterns/messaging/MessageChannel.html",
    ),
};
pub(crate) const DEAD_LETTER_CHANNEL: Publication = Publication {
    title: "Hohpe and Woolf, Enterprise Integration Patterns: Dead Letter Channel",
    url: Some(
        "https://www.enterpriseintegrationpatterns.com/patterns/messaging/DeadLetterChannel.html",
    ),
};
pub(crate) const YAGNI: Publication = Publication {
    title: "Fowler, Yagni",
    url: Some("https://martinfowler.com/bliki/Yagni.html"),
};
pub(crate) const LATENCY_PRIMER: Publication = Publication {
    title: "Grigorik, High Performance Browser Networking, chapter 1: Primer on Latency and Bandwidth",
    url: Some("https://hpbn.co/primer-on-latency-and-bandwidth/"),
};
pub(crate) const C4_MODEL: Publication = Publication {
    title: "Brown, The C4 model",
    url: Some("https://c4model.com/"),
};
pub(crate) const FIELDING: Publication = Publication {
    title: "Fielding, Architectural Styles and the Design of Network-based Software Architectures, chapter 5 (2000)",
    url: Some("https://ics.uci.edu/~fielding/pubs/dissertation/rest_arch_style.htm"),
};
pub(crate) const CONWAY: Publication = Publication {
    title: "Conway, How Do Committees Invent? (1968)",
    url: Some("https://www.melconway.com/Home/Committees_Paper.html"),
};
pub(crate) const RFC_HTTP: Publication = Publication {
    title: "RFC 9110, HTTP Semantics, section 9.2.2",
    url: Some("https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2"),
};
pub(crate) const RFC_WEBSOCKET: Publication = Publication {
    title: "RFC 6455, The WebSocket Protocol",
    url: Some("https://www.rfc-editor.org/rfc/rfc6455"),
};
pub(crate) const RFC_TOO_MANY_REQUESTS: Publication = Publication {
    title: "RFC 6585, Additional HTTP Status Codes, section 4",
    url: Some("https://www.rfc-editor.org/rfc/rfc6585#section-4"),
};
pub(crate) const RFC_MONITORING_ATTACK: Publication = Publication {
    title: "RFC 7258, Pervasive Monitoring Is an Attack",
    url: Some("https://www.rfc-editor.org/rfc/rfc7258"),
};
pub(crate) const RFC_TLS: Publication = Publication {
    title: "RFC 9325, Recommendations for Secure Use of TLS and DTLS",
    url: Some("https://www.rfc-editor.org/rfc/rfc9325"),
};
pub(crate) const TRACE_CONTEXT: Publication = Publication {
    title: "W3C Recommendation, Trace Analysis",
    url: Some("https://www.w3.org/TR/trace-analysis/"),
};
pub(crate) const OWASP_AUTHENTICATION: Publication = Publication {
    title: "OWASP API Security Top 10, API2:2023 Broken Authentication",
    url: Some("https://owasp.org/API-Security/editions/2023/en/0xa2-broken-authentication/"),
};
pub(crate) const OWASP_AUTHORIZATION: Publication = Publication {
    title: "OWASP API Security Top 10, API1:2023 Broken Object Level Authorization",
    url: Some(
        "https://owasp.org/API-Security/editions/2023/en/0xa1-broken-object-level-authorization/",
    ),
};
pub(crate) const PCI_SCOPE: Publication = Publication {
    title: "PCI Security Standards Council, PCI DSS v4.0.1, section 4: Scope",
    url: Some("https://www.pcisecuritystandards.org/document_library/"),
};
pub(crate) const OWASP_CONSUMPTION: Publication = Publication {
    title: "OWASP API Security Top 10, API4:2023 Unrestricted Resource Consumption",
    url: Some(
        "https://owasp.org/API-Security/editions/2023/en/0xa4-unrestricted-resource-consumption/",
    ),
};
pub(crate) const NIST_FIREWALLS: Publication = Publication {
    title: "NIST SP 800-41, Guidelines on Firewalls and Firewall Policy",
    url: Some("https://doi.org/10.6028/NIST.SP.800-41r1"),
};
pub(crate) const NIST_ZERO_TRUST: Publication = Publication {
    title: "NIST SP 800-207, Zero Trust Architecture",
    url: Some("https://doi.org/10.6028/NIST.SP.800-207"),
};
pub(crate) const POSTGRES_REPLICATION: Publication = Publication {
    title: "PostgreSQL documentation, High Availability, Load Balancing, and Replication",
    url: Some("https://www.postgresql.org/docs/current/high-availability.html"),
};
pub(crate) const DATA_INTENSIVE_RELIABILITY: Publication = Publication {
    title: "Kleppmann, Designing Data-Intensive Applications, chapter 1: Reliable, Scalable, and Maintainable Applications",
    url: None,
};
pub(crate) const DATA_INTENSIVE_REPLICATION: Publication = Publication {
    title: "Kleppmann, Designing Data-Intensive Applications, chapter 5: Replication",
    url: None,
};
pub(crate) const DATA_INTENSIVE_PARTITIONING: Publication = Publication {
    title: "Kleppmann, Designing Data-Intensive Applications, chapter 6: Partitioning",
    url: None,
};
pub(crate) const DATA_INTENSIVE_NETWORKS: Publication = Publication {
    title: "Kleppmann, Designing Data-Intensive Applications, chapter 8: The Trouble with Distributed Systems",
    url: None,
};
pub(crate) const DATA_INTENSIVE_STREAMS: Publication = Publication {
    title: "Kleppmann, Designing Data-Intensive Applications, chapter 11: Stream Processing",
    url: None,
};
pub(crate) const RELEASE_IT: Publication = Publication {
    title: "Nygard, Release It!, second edition (2018)",
    url: None,
};
pub(crate) const BUILDING_MICROSERVICES: Publication = Publication {
    title: "Newman, Building Microservices, second edition (2021)",
    url: None,
};
pub(crate) const TEAM_TOPOLOGIES: Publication = Publication {
    title: "Skelton and Pais, Team Topologies (2019)",
    url: None,
};
pub(crate) const QUEUEING: Publication = Publication {
    title: "Harchol-Balter, Performance Modeling and Design of Computer Systems (2013)",
    url: None,
};
