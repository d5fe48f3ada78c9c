//! What a picture of draw.io's libraries stands for, by its name: `mxgraph.aws4.lambda`, `img/lib/azure2/databases/
//! Azure_Cosmos_DB.svg`. The catalogue of products knows most of them; only pictures whose names are no product's are listed.

use super::style::Style;
use crate::import::box_kind::BoxShape;
use crate::model::{Group, Kind, NameEvidence, ZoneKind, catalogue};

/// What a picture stands for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Stencil {
    /// The id of the kind.
    pub(super) kind: Option<&'static str>,
    /// The product, as its maker spells it.
    pub(super) technology: String,
    /// Its outline.
    pub(super) outline: BoxShape,
    /// Whether it only says on what something runs, so that a name says more.
    pub(super) is_host: bool,
}

/// Pictures by the words of their names, with the words that the catalogue knows.
const OTHER_NAMES: [(&str, &str); 46] = [
    ("users", "users"),
    ("user", "user"),
    ("client", "client"),
    ("mobile client", "mobile app"),
    ("traditional server", "server"),
    ("internet", "internet"),
    ("internet alt1", "internet"),
    ("internet alt2", "internet"),
    ("simple storage service", "Amazon S3"),
    ("bucket", "Amazon S3"),
    ("bucket with objects", "Amazon S3"),
    ("lambda function", "AWS Lambda"),
    ("simple queue service", "Amazon SQS"),
    ("simple notification service", "Amazon SNS"),
    ("simple email service", "Amazon SES"),
    ("elastic container service", "Amazon ECS"),
    ("elastic kubernetes service", "Amazon EKS"),
    ("elastic file system", "Amazon EFS"),
    ("elastic block store", "Amazon EBS"),
    ("elastic load balancing", "Elastic Load Balancing"),
    ("application load balancer", "ALB"),
    ("network load balancer", "NLB"),
    ("elasticsearch service", "Amazon OpenSearch"),
    ("managed streaming for kafka", "Amazon MSK"),
    ("kinesis data streams", "Kinesis Data Streams"),
    ("kinesis data firehose", "Kinesis Data Firehose"),
    ("eventbridge", "EventBridge"),
    ("certificate manager 3", "AWS Certificate Manager"),
    ("key management service", "AWS KMS"),
    ("cloudwatch 2", "CloudWatch"),
    ("identity and access management", "AWS IAM"),
    ("elasticache for redis", "Amazon ElastiCache"),
    ("elasticache for memcached", "Amazon ElastiCache"),
    ("rds instance", "Amazon RDS"),
    ("database", "database"),
    ("generic database", "database"),
    ("queue", "queue"),
    ("topic", "topic"),
    ("cloud load balancing", "Google Cloud Load Balancing"),
    ("storage accounts", "Azure Blob Storage"),
    ("sql database", "Azure SQL Database"),
    ("function apps", "Azure Functions"),
    ("key vaults", "Azure Key Vault"),
    ("api management services", "Azure API Management"),
    ("app services", "Azure App Service"),
    ("front doors", "Azure Front Door"),
];
/// Whose pictures they are, for products whose names need it.
const MAKERS: [(&str, [&str; 2]); 6] = [
    ("aws", ["Amazon", "AWS"]),
    ("gcp", ["Google Cloud", "Google"]),
    ("azure", ["Azure", "Microsoft"]),
    ("mscae", ["Azure", "Microsoft"]),
    ("google", ["Google Cloud", "Google"]),
    ("amazon", ["Amazon", "AWS"]),
];

/// What the picture of a cell stands for.
pub(super) fn read_stencil(style: Style<'_>) -> Stencil {
    let shape = style.shape();
    let outline = outline_of(shape);
    let names = ["resIcon", "prIcon", "grIcon", "image", "shape"]
        .into_iter()
        .filter_map(|name| style.value(name));
    let found = names
        .filter(|name| is_picture(name))
        .find_map(|name| recognize_picture(name));
    let Some((kind, technology)) = found else {
        return Stencil {
            outline,
            ..Stencil::default()
        };
    };
    Stencil {
        is_host: kind.group == Group::Compute,
        kind: Some(kind.id.as_str()),
        technology,
        outline,
    }
}

/// Whether a cell is drawn by a picture of a library.
pub(super) fn is_picture(name: &str) -> bool {
    name.starts_with("mxgraph.")
        || name.contains("/lib/")
        || (name.contains('/') && !name.starts_with("data:"))
}

/// What a frame of a library stands for.
pub(super) fn frame_kind(style: Style<'_>) -> Option<ZoneKind> {
    let icon = style
        .value("grIcon")
        .or_else(|| style.value("shape"))?
        .to_lowercase();
    if icon.contains("availability_zone") || icon.contains("zone_") && icon.contains("gcp") {
        Some(ZoneKind::AvailabilityZone)
    } else if icon.contains("region") {
        Some(ZoneKind::Region)
    } else {
        None
    }
}

fn outline_of(shape: &str) -> BoxShape {
    let word = shape.rsplit('.').next().unwrap_or_default().to_lowercase();
    let contains = |words: &[&str]| words.iter().any(|known| word.contains(known));
    if contains(&[
        "cylinder",
        "database",
        "datastore",
        "data_store",
        "tank",
        "direct_data",
    ]) {
        BoxShape::Cylinder
    } else if contains(&["actor", "person", "user", "mobile_client"]) {
        BoxShape::Person
    } else if contains(&["queue", "pipe"]) && !contains(&["pipeline"]) {
        BoxShape::Queue
    } else if word == "cloud" {
        BoxShape::External
    } else if contains(&["ellipse", "terminator"]) {
        BoxShape::Round
    } else {
        BoxShape::Plain
    }
}

/// The kind and product of a picture, by the last part of its name: with its maker's name, alone, and without numbers.
fn recognize_picture(name: &str) -> Option<(&'static Kind, String)> {
    let path = name.to_lowercase();
    let file = name.rsplit('/').next().unwrap_or_default();
    let last = match file.rsplit_once('.') {
        Some((file, "svg" | "png")) => file,
        Some((_, last)) => last,
        None => file,
    };
    let words: Vec<&str> = last
        .split(['_', '-', ' '])
        .filter(|word| !word.is_empty())
        .collect();
    let full = words.join(" ");
    let is_mark = |word: &&str| word.chars().all(|c| c.is_ascii_digit()) || word.starts_with("alt");
    let plain: Vec<&str> = words
        .iter()
        .copied()
        .filter(|word| !is_mark(word))
        .collect();
    let plain = plain.join(" ");
    let listed = |text: &str| {
        let found = OTHER_NAMES
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(text));
        found.map(|(_, name)| (*name).to_owned())
    };
    let maker = MAKERS.iter().find(|(part, _)| path.contains(part));
    let with_maker = |text: &str| {
        maker
            .into_iter()
            .flat_map(|(_, names)| names.map(|name| format!("{name} {text}")))
            .collect::<Vec<_>>()
    };
    let mut candidates: Vec<String> = [listed(&full), listed(&plain)]
        .into_iter()
        .flatten()
        .collect();
    candidates.extend(with_maker(&plain));
    candidates.extend([full, plain]);
    let recognized = |text: &String| catalogue().recognize(text);
    // A product says more than a word in the name of one.
    let products = candidates.iter().filter_map(recognized);
    let product = products.clone().find(|found| {
        matches!(&found.evidence, NameEvidence::Product(product)
        if candidates.iter().any(|text| text.eq_ignore_ascii_case(product)))
    });
    let any = || products.clone().next();
    let found = product.or_else(any)?;
    let technology = match found.evidence {
        NameEvidence::Product(product) => product,
        NameEvidence::Noun(_) => String::new(),
    };
    Some((found.kind, technology))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pictures_of_the_three_big_clouds_are_what_they_stand_for() {
        for (style, kind) in [
            (
                "shape=mxgraph.aws4.resourceIcon;resIcon=mxgraph.aws4.lambda;",
                "serverless_function",
            ),
            (
                "shape=mxgraph.aws4.resourceIcon;resIcon=mxgraph.aws4.dynamodb;",
                "key_value_store",
            ),
            (
                "shape=mxgraph.aws4.resourceIcon;resIcon=mxgraph.aws4.s3;",
                "object_storage",
            ),
            ("shape=mxgraph.aws4.bucket;", "object_storage"),
            (
                "shape=mxgraph.aws4.resourceIcon;resIcon=mxgraph.aws4.sqs;",
                "queue",
            ),
            (
                "shape=mxgraph.aws4.resourceIcon;resIcon=mxgraph.aws4.api_gateway;",
                "api_gateway",
            ),
            (
                "shape=mxgraph.aws4.resourceIcon;resIcon=mxgraph.aws4.cloudfront;",
                "cdn",
            ),
            (
                "shape=mxgraph.aws4.resourceIcon;resIcon=mxgraph.aws4.rds;",
                "sql_database",
            ),
            (
                "shape=mxgraph.aws4.resourceIcon;resIcon=mxgraph.aws4.elasticache;",
                "cache",
            ),
            (
                "shape=mxgraph.aws4.resourceIcon;resIcon=mxgraph.aws4.route_53;",
                "dns",
            ),
            (
                "shape=mxgraph.aws4.resourceIcon;resIcon=mxgraph.aws4.cloudwatch_2;",
                "observability",
            ),
            (
                "shape=mxgraph.aws4.application_load_balancer;",
                "load_balancer",
            ),
            ("sketch=0;shape=mxgraph.aws4.users;", "client"),
            ("shape=mxgraph.aws3.sns;", "pub_sub"),
            ("shape=mxgraph.gcp2.cloud_sql;", "sql_database"),
            ("shape=mxgraph.gcp2.cloud_pubsub;", "pub_sub"),
            ("shape=mxgraph.gcp2.bigquery;", "warehouse"),
            ("shape=mxgraph.gcp2.cloud_storage;", "object_storage"),
            ("shape=mxgraph.gcp2.cloud_functions;", "serverless_function"),
            (
                "image;image=img/lib/azure2/databases/Azure_Cosmos_DB.svg;",
                "key_value_store",
            ),
            (
                "image;image=img/lib/azure2/databases/SQL_Database.svg;",
                "sql_database",
            ),
            (
                "image;image=img/lib/azure2/integration/Service_Bus.svg;",
                "queue",
            ),
            (
                "image;image=img/lib/azure2/compute/Function_Apps.svg;",
                "serverless_function",
            ),
            (
                "image;image=img/lib/azure2/databases/Cache_Redis.svg;",
                "cache",
            ),
            (
                "shape=mxgraph.azure.azure_load_balancer;",
                "l4_load_balancer",
            ),
        ] {
            assert_eq!(read_stencil(Style(style)).kind, Some(kind), "{style}");
        }
        for (style, outline) in [
            ("shape=cylinder3;whiteSpace=wrap;", BoxShape::Cylinder),
            ("shape=umlActor;", BoxShape::Person),
            ("ellipse;shape=cloud;", BoxShape::External),
            ("ellipse;whiteSpace=wrap;", BoxShape::Round),
            ("rounded=1;html=1;", BoxShape::Plain),
        ] {
            let stencil = read_stencil(Style(style));
            assert_eq!((stencil.outline, stencil.kind), (outline, None), "{style}");
        }
    }
}
